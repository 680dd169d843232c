# The interface in Arabic, for tests: a third language is this file, and the translations.
language-name = العربية
month-1 = يناير
month-2 = فبراير
month-3 = مارس
month-4 = أبريل
month-5 = مايو
month-6 = يونيو
month-7 = يوليو
month-8 = أغسطس
month-9 = سبتمبر
month-10 = أكتوبر
month-11 = نوفمبر
month-12 = ديسمبر
date-day = { $day } { $month } { $year }
date-month = { $month } { $year }
date-year = { $year }
between = {"، "}
percent = { $share }٪
count-pledges = { $n ->
    [zero] لا وعود
    [one] وعد واحد
    [two] وعدان
    [few] { $n } وعود
    [many] { $n } وعدًا
   *[other] { $n } وعد
}
count-critiques = { $n ->
    [zero] لا انتقادات
    [one] انتقاد واحد
    [two] انتقادان
    [few] { $n } انتقادات
    [many] { $n } انتقادًا
   *[other] { $n } انتقاد
}
count-sources = { $n ->
    [zero] لا مصادر
    [one] مصدر واحد
    [two] مصدران
    [few] { $n } مصادر
    [many] { $n } مصدرًا
   *[other] { $n } مصدر
}
count-days = { $n ->
    [zero] أقل من يوم
    [one] يوم واحد
    [two] يومان
    [few] { $n } أيام
    [many] { $n } يومًا
   *[other] { $n } يوم
}
count-parts = في { $n ->
    [one] جزء واحد
    [two] جزأين
    [few] { $n } أجزاء
   *[other] { $n } جزءًا
}
skip = انتقل إلى المحتوى
site-menu = الموقع
way-here = الطريق إلى هذه الصفحة
more-menu = المزيد
language-menu = اللغة
method = المنهج
feed = موجز الأخبار
as-of-footer = { $site }، حتى { $date }
published-by = ، نشر { $name }
under-licence = ، برخصة { $name }
footer-end = .
not-translated = لم يُترجم بعد: ما كُتب هنا بلغة أخرى معلَّم بلغته.
draft = مسودة
pledge = الوعد
pledges = الوعود
topic = الموضوع
topics = المواضيع
status = الحالة
statuses = الحالات
concerns = الانتقادات
critiques = الانتقادات
deadlines = المواعيد
people = الأشخاص
person = شخص
body = هيئة
sources = المصادر
corrections = التصويبات
how-we-judge = كيف نحكم
not-found = الصفحة غير موجودة
due = الموعد
days = الأيام
name = الاسم
judgements = الأحكام
promiser = صاحب الوعد
all = الكل
now = الآن
term = الولاية من { $start } إلى { $end }
as-of = حتى { $date }
all-pledges = جميع الوعود
by-promiser = حسب صاحب الوعد
by-promiser-caption = حال وعود كل صاحب وعد
what-moved = آخر التغيّرات
what-experts = ما يعترض عليه الخبراء
all-concerns = جميع أنواع الانتقاد
how-topics-stand = حال كل موضوع
every-pledge-by-topic = كل وعد حسب الموضوع
all-n-pledges = جميع الوعود وعددها { $n }
tally = الحصيلة
tally-counted = المحسوب: { $pledges }
tally-shares = . من { $judged } حُكم عليها أُنجز { $kept }، وأُنجز كليًا أو جزئيًا { $partly }
tally-too-few = . المحكوم عليه أقل من أن تُحسب له نسبة
tally-weighted = ؛ وبالأوزان { $kept } و{ $partly }
tally-overdue = ؛ المتأخر { $n }
tally-late = ؛ أُنجز متأخرًا { $n }
tally-end = .
tally-none = لا وعود محسوبة هنا.
tally-table = هذه الأرقام في جدول
tally-caption = { $heading }: الوعود حسب الحالة
tally-caption-plain = الوعود حسب الحالة
topics-caption = حال الوعود في كل موضوع
last-moved = آخر تغيّر
moved = تغيّر
overdue = متأخر
kept-late = أُنجز متأخرًا
filter = تصفية
filter-words = كلمات
filter-some = {"{n}"} من { $pledges }
filter-none = لا وعد يطابق ذلك كله. اختر أقل.
from-to = إلى
every-pledge = كل وعد
pledges-none = لا وعد بعد.
pledges-by-topic = الوعود حسب الموضوع
pledges-by-topic-as-of = { $pledges }، حسب الموضوع، حتى { $date }.
pages-of-pledges = صفحات الوعود
page-of = الصفحة { $page } من { $pages }. تبحث التصفية في هذه الصفحة.
previous = السابق
next = التالي
deadlines-dek = حتى { $date }.
deadlines-term = ما لا تاريخ له فموعده نهاية الولاية.
as-calendar = في تقويم
deadlines-overdue = متأخرة
deadlines-overdue-caption = وعود مفتوحة فات موعدها، الأطول تأخرًا أولًا
deadlines-overdue-none = لا وعد مفتوح فات موعده.
deadlines-ahead = المواعيد القادمة
deadlines-ahead-caption = وعود مفتوحة، الأقرب موعدًا أولًا
deadlines-ahead-none = لا وعد مفتوح له موعد قادم.
deadlines-late = أُنجزت متأخرة
deadlines-late-caption = وعود أُنجزت بعد موعدها
deadlines-late-none = لا وعد أُنجز متأخرًا.
days-over = أيام التأخر
days-left = الأيام الباقية
days-late = أيام التأخر
pledge-number = الوعد { $number } من { $pledges }
status-since = { $status } منذ { $date }.
part-of = جزء من { $pledge }.
how-judged = كيف يُحكم عليه
plan = الخطة
plan-goal = الهدف
plan-method = الطريقة
plan-period = المدة
plan-funding = التمويل
parts = أجزاؤه
parts-caption = أجزاء هذا الوعد
history = كيف وصل إلى هنا
dissent = رأي مخالف.
judged-by = حكم { $name }
judged-and-reviewed = حكم { $name }، وراجعه { $reviewer }
judging-and = ؛
reviewed-by = راجعه { $name }
confidence-high = ثقة عالية
confidence-medium = ثقة متوسطة
confidence-low = ثقة ضعيفة
replies = الردود
related = وعود ذات صلة
everything-cited = جميع ما استُشهد به
cite-page = استشهد بهذه الصفحة
citation = «{ $title }»، في { $site }، حتى { $date }.
citation-by = { $name }: «{ $title }»، في { $site }، حتى { $date }.
facts = حقائق
promised-by = صاحب الوعد
promised = تاريخ الوعد
promised-in = ورد الوعد في
due-by-term = ، نهاية الولاية
due-ago = ، منذ { $days }
due-in = ، بعد { $days }
due-today = ، اليوم
today = اليوم
kind = النوع
kind-action = شيء يُفعل
kind-outcome = شيء يُبلغ
kind-upkeep = شيء يُحفظ
control = في يد صاحب الوعد
control-full = كليًا
control-shared = مع غيره
control-none = ليس في يده
weight = الوزن
weight-of = { $weight } من 5
on-this-page = في هذه الصفحة
follow-pledge = تابع هذا الوعد (موجز)
history-scale = من { $from } إلى { $to }، بالمقياس.
history-due = الموعد { $date }
history-entry = قيد في السجل
history-table = الشيء نفسه في جدول
history-caption = من متى إلى متى كانت له أي حالة
from = من
until = إلى
row-due = الموعد
row-ago = منذ { $n }
row-in = بعد { $n }
concerns-dek = أنواع الانتقاد، الأكثر تكرارًا أولًا.
concerns-none = لا أنواع للانتقاد في هذه الحصيلة.
raised = أُثير { $n ->
    [one] مرة واحدة
    [two] مرتين
    [few] { $n } مرات
   *[other] { $n } مرة
} على { $pledges }
raised-first = :
raised-end = .
outcome-count = { $n } { $outcome }
not-raised = لم يُثر بعد.
outcome-open = مفتوح
outcome-answered = أُجيب عنه
outcome-borne-out = صدّقته الأحداث
outcome-overtaken = تجاوزته الأحداث
severity-high = شديد الخطورة
severity-medium = متوسط الخطورة
severity-low = قليل الخطورة
interests = مصالح معلنة.
answer = الجواب.
cause-event = تغيّر الواقع
cause-evidence = مصدر جديد
cause-correction = صوّبنا
cause-method = تغيّر منهجنا
evidence = الأدلة
shows-contradicts = يدل على العكس
shows-funding = عن المال
shows-outcome = عن النتيجة
shows-context = للسياق
archived = نسخة محفوظة
original = الأصل
our-copy = نسختنا
original-link = الأصل
archived-link = نسخة محفوظة
our-copy-link = نسختنا
source-official = رسمية
source-press = صحافة
source-expert = خبراء
source-document = وثائق
source-data = بيانات
source-other = أخرى
sources-dek = { $sources }، الأحدث أولًا في كل نوع، مع الوعود التي تستشهد بها.
source-language = لغة المصدر
source-read = قُرئ { $date }
cited-by = استشهد به
cited-by-none = لا يستشهد به أي وعد.
people-title = أشخاص وهيئات
people-dek = كل من وعد أو اعترض أو حكم.
people-caption = عدد الوعود والانتقادات والأحكام لكل اسم
pledges-made = الوعود
judged-entries = حكم أو راجع { $n } من القيود، الأحدث أولًا:
judged-entries-last = حكم أو راجع { $n } من القيود؛ آخرها { $shown }:
nothing-yet = لا شيء هنا بعد.
replied-to = وعود ردّ عليها
kind-of-critique = نوع النقد
counts-kept = يُحسب منجزًا.
counts-partly = يُحسب منجزًا جزئيًا.
counts-broken = يُحسب منقوضًا.
counts-open = يُحسب مفتوحًا.
counts-unrated = لا يدخل في أي نسبة.
elsewhere = في مكان آخر:
called = «{ $word }» ({ $tracker })
called-end = .
final = يبقى الوعد على هذه الحال، إلا أن نكون أخطأنا أو تغيّرت قواعدنا.
called-elsewhere = يُسمى في مكان آخر
pledges-with-status = الوعود على هذه الحال
no-pledge-with-status = لا وعد على هذه الحال الآن.
statuses-dek = الكلمات التي يُحكم بها على الوعود، وعدد الوعود لكل منها.
pledges-under-topic = الوعود في هذا الموضوع
no-pledge-under-topic = لا وعد في هذا الموضوع بعد.
topics-dek = الوعد الذي له مواضيع عدة يُحسب في كل منها.
what-belongs-where = ما يندرج أين
method-dek = الكلمات والقواعد والحدود التي يُحكم بها على الوعود هنا.
method-statuses = الحالات
method-tally = الحصيلة
method-tally-1 = الأعداد أولًا. نسبة المنجز هي الوعود المنجزة من كل ما حُكم عليه.
method-tally-2 = لا نسبة إذا قلّ المحكوم عليه عن { $n }.
method-tally-3 = الوعد الذي له مواضيع عدة يُحسب مرة في كل منها ومرة في المجموع.
method-tally-4 = الوعد الذي له أجزاء لا يُحسب، وتُحسب أجزاؤه.
method-tally-5 = حيث تختلف أوزان الوعود تُذكر النسب بالأوزان أيضًا.
method-tally-6 = الوعد المفتوح متأخر إذا فات موعده.
method-term = ما لا موعد له فموعده نهاية الولاية.
method-no-term = ما لا موعد له لا يتأخر.
method-rules = ما هو مطلوب
method-evidence = كل وعد وكل حالة وكل انتقاد يجب أن يستشهد بمصدر.
method-evidence-lenient = ما لا يستشهد بمصدر يُعلَّم للمحررين وقد يُنشر.
method-stale = الوعد المفتوح الذي مضى على آخر قيد فيه أكثر من { $n } يومًا يُعلَّم قديمًا.
method-quotes = تُقارن الاقتباسات حرفيًا بنسخ مصادرها حيث توجد.
method-concerns = أنواع الانتقاد
corrections-dek = ما كُتب هنا خطأً وما كُتب مكانه. هل وجدت خطأ؟
corrections-write = اكتب إلى { $email }.
corrections-tell = أخبر الناشر.
corrections-said = كان يقول
corrections-says = يقول الآن
corrections-editions = الطبعات المعنية:
corrections-end = .
corrections-reported = أبلغ عنه { $name }.
corrections-none = لم يلزم تصويب شيء بعد.
changes-event = تغيّر الواقع
changes-evidence = مصادر جديدة
changes-correction = صوّبنا
changes-method = تغيّر منهجنا
changes-moves = { $n ->
    [one] قيد واحد في السجلات
   *[other] { $n } قيود في السجلات
}
changes-added = أُضيف: { $pledges }
changes-withdrawn = سُحب: { $pledges }
changes-renamed = تغيّر اسمه: { $pledges }
changes-critiques = أُثير: { $critiques }
changes-corrections = { $n ->
    [one] تصويب واحد
   *[other] { $n } تصويبات
}
changes-all = { $n ->
    [one] تغيير واحد إجمالًا
   *[other] { $n } تغييرات إجمالًا
}
changes-none = لم يتغيّر شيء.
changes-new-pledges = تعهدات جديدة
changes-gone-pledges = تعهدات سُحبت
changes-new-critiques = انتقادات جديدة
changes-fresh = مصادر وأشخاص وصفحات جديدة
changes-of = { $what }:
edit-added = جديد
edit-removed = أُزيل
edit-reordered = بترتيب آخر
field-title = العنوان
field-quote = النص الحرفي
field-reason = السبب
field-claim = الاعتراض
field-at = الموضع في المصدر
field-limits = ما لا يثبته
field-outcome = المآل
field-role = الدور
field-text = النص
field-meaning = المعنى
lost = لا توجد هذه الصفحة
lost-dek = ربما كُتب العنوان خطأً، أو كان الرابط إلى هنا خطأً.
lost-front = { $link }: حال جميع الوعود
lost-pledges = { $link }، حسب الموضوع
lost-pledges-link = كل وعد
lost-sources = { $link }، مع ما يستشهد به
lost-sources-link = كل مصدر
lost-tell = { $link } أين يوجد الرابط المعطوب
lost-tell-link = أخبرنا

# الإصدارات
edition = الإصدار
editions = الإصدارات
edition-number = الإصدار { $number }
edition-notice = عن هذا الإصدار
edition-as-of = حتى { $as_of }.
edition-reconstructed = حتى { $as_of }، خُتم في { $sealed }: أُعيد تركيبه لاحقًا مما كان منشورًا حتى ذلك اليوم.
edition-present = الوضع الآن
edition-corrected = صُحّح في { $date }.
edition-correction-link = التصحيح
edition-counts = أحكام جديدة { $moves }، أُضيف { $pledges }، سُحب { $withdrawn }.
draft-since = مسودة: لم تُختم منذ الإصدار { $n }، وقد تتغيّر.
draft-first = مسودة: لم يُختم أي إصدار بعد، وقد تتغيّر.
editions-dek = كل إصدار هو النص الذي صُنع منه بعينه، مختومًا ببصمة يمكن لأي كان التحقق منها. ولا يُغيَّر أبدًا.
editions-caption = كيف كانت الوعود في كل إصدار، الأحدث أولًا
editions-none = لم يُختم أي إصدار بعد.
title-after = : {""}
changes = ما تغيّر
changes-in = ما تغيّر في الإصدار { $number }
edition-whole = الإصدار { $number } كاملًا
manifest = البيان
digest = البصمة
signed = موقّع
in-editions = في كل إصدار
cite-edition = اقتباس هذا الإصدار
citation-edition = { $site }، الإصدار { $number }، حتى { $date }.
citation-edition-by = { $name }: { $site }، الإصدار { $number }، حتى { $date }.
cite-in-edition = الإصدار { $number }، البصمة
withdrawn = لم يعد في السجل
withdrawn-dek = ورد آخر مرة في { $edition }، حتى { $date }.
withdrawn-link = كيف كان حينها
renamed = تغيّر الاسم
renamed-now = يسمى هذا التعهد الآن: { $pledge }
renamed-last = ورد بهذا العنوان آخر مرة في { $edition }، حتى { $date }.
