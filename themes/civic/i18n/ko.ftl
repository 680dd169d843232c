# 화면의 말, 한국어판. 자기 테마에도 같은 파일을 둘 수 있고, 거기 적은 말이 여기 적은 말을 하나씩 대신한다.
# { $date } 같은 인자에는 마크업이 들어올 수 있다.

# 언어가 스스로를 부르는 이름
language-name = 한국어

# 날짜, 수, 나열
month-1 = 1월
month-2 = 2월
month-3 = 3월
month-4 = 4월
month-5 = 5월
month-6 = 6월
month-7 = 7월
month-8 = 8월
month-9 = 9월
month-10 = 10월
month-11 = 11월
month-12 = 12월
date-day = { $year }년 { $month } { $day }일
date-month = { $year }년 { $month }
date-year = { $year }년
between = {", "}
percent = { $share }%

# 건수
count-pledges = 공약 { $n }건
count-critiques = 비판 { $n }건
count-sources = 출처 { $n }건
count-days = { $n }일
count-parts = 세부 공약 { $n }건

# 모든 페이지의 틀
skip = 본문으로 건너뛰기
site-menu = 사이트 메뉴
way-here = 현재 위치
more-menu = 더 보기
language-menu = 언어
method = 판정 방법
feed = 피드
as-of-footer = { $site }, { $date } 기준
published-by = . 발행: { $name }
under-licence = . 이용 허락: { $name }
footer-end = {""}
not-translated = 아직 번역되지 않은 부분이 있다. 다른 언어로 된 글은 그 언어로 표시해 두었다.
draft = 초안

# 페이지와 항목의 이름
pledge = 공약
pledges = 공약
topic = 분야
topics = 분야
status = 상태
statuses = 상태
concerns = 비판
critiques = 비판
deadlines = 시한
people = 인물
person = 인물
body = 기관
sources = 출처
corrections = 정정
how-we-judge = 판정 방법
not-found = 찾을 수 없는 페이지
due = 시한
days = 일수
name = 이름
judgements = 판정
promiser = 약속한 사람
all = 전체
now = 현재
term = 임기 { $start }~{ $end }
as-of = { $date } 기준

# 첫 페이지
all-pledges = 전체 공약
by-promiser = 약속한 사람별
by-promiser-caption = 약속한 사람별 공약 이행 현황
what-moved = 최근 변동
what-experts = 전문가들의 비판
all-concerns = 모든 비판 유형
how-topics-stand = 분야별 현황
every-pledge-by-topic = 전체 공약, 분야순
all-n-pledges = 공약 { $n }건 모두 보기

# 집계
tally = 집계
tally-counted = 집계 대상 { $pledges }
tally-shares = . 판정한 { $judged }건 가운데 이행 { $kept }, 일부 이행까지 더하면 { $partly }
tally-too-few = . 판정한 공약이 적어 비율은 내지 않는다
tally-weighted = . 가중치를 두면 각각 { $kept }, { $partly }
tally-overdue = . 시한을 넘긴 공약 { $n }건
tally-late = . 늦게 이행한 공약 { $n }건
tally-end = .
tally-none = 집계할 공약이 없다.
tally-table = 이 수치를 표로 보기
tally-caption = { $heading }: 상태별 공약 수
tally-caption-plain = 상태별 공약 수

# 공약 목록
topics-caption = 분야별 공약 이행 현황
last-moved = 최근 변동
moved = 변동
overdue = 시한 넘김
kept-late = 늦게 이행
filter = 골라 보기
filter-words = 검색어
filter-some = { $pledges } 가운데 {"{n}"}건
filter-none = 조건에 모두 맞는 공약이 없다. 조건을 줄여 보라.
from-to = 에서
every-pledge = 전체 공약
pledges-none = 아직 공약이 없다.
pledges-by-topic = 공약, 분야순
pledges-by-topic-as-of = { $pledges }, 분야순, { $date } 기준.
pages-of-pledges = 공약 목록 쪽
page-of = { $pages }쪽 가운데 { $page }쪽. 골라 보기는 이 쪽 안에서만 찾는다.
previous = 이전
next = 다음

# 시한
deadlines-dek = { $date } 기준.
deadlines-term = 날짜를 밝히지 않은 공약은 임기 말을 시한으로 본다.
as-calendar = 달력으로 받기
deadlines-overdue = 시한을 넘긴 공약
deadlines-overdue-caption = 시한을 넘기고 아직 끝나지 않은 공약, 오래 넘긴 순
deadlines-overdue-none = 시한을 넘긴 채 끝나지 않은 공약은 없다.
deadlines-ahead = 다가오는 시한
deadlines-ahead-caption = 아직 끝나지 않은 공약, 시한이 가까운 순
deadlines-ahead-none = 시한이 남은 공약은 없다.
deadlines-late = 늦게 이행한 공약
deadlines-late-caption = 시한을 넘겨 이행한 공약
deadlines-late-none = 늦게 이행한 공약은 없다.
days-over = 넘긴 일수
days-left = 남은 일수
days-late = 늦은 일수

# 공약
pledge-number = 공약 { $pledges }건 가운데 { $number }번
status-since = { $status }, { $date }부터.
part-of = { $pledge }의 세부 공약이다.
how-judged = 판단 기준
plan = 이행 계획
plan-goal = 목표
plan-method = 이행 방법
plan-period = 이행 기간
plan-funding = 재원 조달
parts = 세부 공약
parts-caption = 이 공약의 세부 공약
history = 지금까지의 경과
dissent = 다른 의견.
judged-by = 판정 { $name }
judged-and-reviewed = 판정 { $name }, 검토 { $reviewer }
judging-and = ,
reviewed-by = 검토 { $name }
confidence-high = 확신도 높음
confidence-medium = 확신도 중간
confidence-low = 확신도 낮음
replies = 반론
related = 관련 공약
everything-cited = 인용한 모든 출처
cite-page = 이 페이지 인용하기
citation = “{ $title }”, { $site }, { $date } 기준.
citation-by = { $name }, “{ $title }”, { $site }, { $date } 기준.
facts = 개요
promised-by = 약속한 사람
promised = 약속한 때
promised-in = 약속이 담긴 곳
due-by-term = , 임기 말
due-ago = , { $days } 지남
due-in = , { $days } 남음
due-today = , 오늘
today = 오늘
kind = 종류
kind-action = 하겠다는 약속
kind-outcome = 이르겠다는 약속
kind-upkeep = 지키겠다는 약속
control = 약속한 사람의 권한
control-full = 혼자 할 수 있음
control-shared = 다른 기관과 나뉘어 있음
control-none = 없음
weight = 가중치
weight-of = 5 가운데 { $weight }
on-this-page = 이 페이지의 내용
follow-pledge = 이 공약 소식 받기(피드)

# 경과 그림
history-scale = { $from }부터 { $to }까지, 실제 비율.
history-due = 시한 { $date }
history-entry = 경과 기록
history-table = 같은 내용을 표로 보기
history-caption = 언제부터 언제까지 어떤 상태였나
from = 부터
until = 까지
row-due = 시한
row-ago = { $n }일 지남
row-in = { $n }일 남음

# 비판
concerns-dek = 비판의 유형, 많이 제기된 순.
concerns-none = 이 점검표에는 비판의 유형이 없다.
raised = { $pledges }에 { $n }번 제기됨
raised-first = :
raised-end = .
outcome-count = { $outcome } { $n }건
not-raised = 아직 제기되지 않았다.
outcome-open = 미해결
outcome-answered = 답변 있음
outcome-borne-out = 사실로 확인
outcome-overtaken = 상황 변화
severity-high = 심각도 높음
severity-medium = 심각도 중간
severity-low = 심각도 낮음
interests = 밝힌 이해관계.
answer = 답변.

# 변동의 까닭
cause-event = 현실이 바뀜
cause-evidence = 새 출처
cause-correction = 오류 정정
cause-method = 판정 방법 변경

# 출처와 인용
evidence = 증거
shows-contradicts = 반대 증거
shows-funding = 재원 관련
shows-outcome = 결과 관련
shows-context = 배경
archived = 보존본
original = 원문
our-copy = 자체 사본
original-link = 원문
archived-link = 보존본
our-copy-link = 자체 사본
source-official = 공식 자료
source-press = 언론
source-expert = 전문가
source-document = 문서
source-data = 통계
source-other = 기타
sources-dek = { $sources }, 종류마다 최근 것부터. 출처마다 이를 인용한 공약을 함께 적는다.
source-language = 출처의 언어
source-read = { $date } 열람
cited-by = 인용한 공약
cited-by-none = 인용한 공약이 없다.

# 인물
people-title = 인물과 기관
people-dek = 약속하거나 비판하거나 판정한 모든 이.
people-caption = 인물과 기관별 공약, 비판, 판정 수
pledges-made = 내놓은 공약
judged-entries = 판정하거나 검토한 기록 { $n }건, 최근 것부터:
judged-entries-last = 판정하거나 검토한 기록 { $n }건 가운데 최근 { $shown }건:
nothing-yet = 아직 이 이름으로 된 것이 없다.
replied-to = 답변을 낸 공약
kind-of-critique = 비판의 유형

# 상태와 분야
counts-kept = 이행으로 집계한다.
counts-partly = 일부 이행으로 집계한다.
counts-broken = 파기로 집계한다.
counts-open = 미완료로 집계한다.
counts-unrated = 모든 비율에서 뺀다.
elsewhere = 다른 곳의 표현:
called = “{ $word }”({ $tracker })
called-end = .
final = 우리가 틀렸거나 규칙이 바뀌지 않는 한 이 상태로 남는다.
called-elsewhere = 다른 곳에서는 이렇게 부른다:
pledges-with-status = 이 상태의 공약
no-pledge-with-status = 지금 이 상태인 공약은 없다.
statuses-dek = 공약을 판정하는 말과 그 말에 해당하는 공약 수.
pledges-under-topic = 이 분야의 공약
no-pledge-under-topic = 이 분야의 공약은 아직 없다.
topics-dek = 여러 분야에 걸친 공약은 분야마다 센다.
what-belongs-where = 분야별 내용

# 판정 방법
method-dek = 공약을 판정하는 말과 규칙, 그리고 그 한계. 편집진이 쓴 글 아래의 내용은 프로그램이 판정에 쓰는 설정에서 그대로 만들어지므로 실제 판정과 어긋나지 않는다.
method-statuses = 상태
method-tally = 집계
method-tally-1 = 건수를 먼저 센다. 이행률은 판정한 공약, 곧 이행, 일부 이행, 파기, 미완료 공약 가운데 이행한 공약의 비율이다. 판정하지 않은 공약은 뺀다. 일부 이행까지 더한 비율을 함께 싣는다.
method-tally-2 = 판정한 공약이 { $n }건보다 적으면 비율을 내지 않는다.
method-tally-3 = 여러 분야에 걸친 공약은 분야마다 한 번씩, 전체에서는 한 번 센다.
method-tally-4 = 세부 공약이 있는 공약은 세지 않고 세부 공약을 센다.
method-tally-5 = 공약마다 가중치가 다르면 가중치를 둔 비율을 함께 싣는다.
method-tally-6 = 시한이 지났는데 끝나지 않은 공약은 시한을 넘긴 것으로 본다. 시한이 지난 뒤 이행하면 늦게 이행한 것으로 센다.
method-term = 따로 정한 시한이 없으면 임기 말을 시한으로 본다.
method-no-term = 시한이 없는 공약은 시한을 넘기지 않는다.
method-rules = 지켜야 할 것
method-evidence = 모든 공약과 판정하지 않음을 뺀 모든 상태, 모든 비판은 출처를 밝혀야 한다. 그러지 않으면 프로그램이 발행을 거부한다.
method-evidence-lenient = 출처를 밝히지 않은 공약, 상태, 비판은 편집진에게 알리며, 발행할 수는 있다.
method-stale = 마지막 기록이 { $n }일보다 오래된 미완료 공약은 오래된 것으로 편집진에게 알린다.
method-quotes = 인용문은 출처의 사본이 일반 텍스트이면 한 글자씩 대조한다.
method-concerns = 비판의 유형

# 정정
corrections-dek = 잘못 실렸던 내용과 고친 내용. 잘못을 찾았다면
corrections-write = { $email } 앞으로 알려 주기 바란다.
corrections-tell = 발행처에 알려 주기 바란다.
corrections-said = 고치기 전
corrections-says = 고친 뒤
corrections-editions = 해당 판:
corrections-end = .
corrections-reported = 제보: { $name }.
corrections-none = 아직 정정한 것이 없다.

# 두 판 사이에 바뀐 것
changes-event = 현실이 바뀜
changes-evidence = 새 출처
changes-correction = 오류를 고치고 글을 다듬음
changes-method = 판정 방법이 바뀜
changes-moves = 판정 기록 { $n }건
changes-added = 추가된 { $pledges }
changes-withdrawn = 제외된 { $pledges }
changes-renamed = 이름이 바뀐 { $pledges }
changes-critiques = 제기된 { $critiques }
changes-corrections = 정정 { $n }건
changes-all = 모두 { $n }건 변경
changes-none = 바뀐 것이 없다.
changes-new-pledges = 새 공약
changes-gone-pledges = 제외된 공약
changes-new-critiques = 새 비판
changes-fresh = 새로 추가된 출처, 인물, 문서
changes-of = { $what }:
edit-added = 추가
edit-removed = 삭제
edit-reordered = 순서 변경
field-title = 제목
field-quote = 원문
field-reason = 사유
field-claim = 비판 내용
field-at = 출처 안의 위치
field-limits = 근거의 한계
field-outcome = 결과
field-role = 직책
field-text = 본문
field-meaning = 뜻

# 찾을 수 없는 페이지
lost = 이런 페이지는 없다
lost-dek = 주소를 잘못 적었거나 여기로 온 링크가 틀렸을 수 있다.
lost-front = { $link }: 전체 공약 현황
lost-pledges = { $link }, 분야순
lost-pledges-link = 전체 공약
lost-sources = { $link }와 이를 인용한 공약
lost-sources-link = 전체 출처
lost-tell = { $link }: 잘못된 링크가 있는 곳
lost-tell-link = 알려 주기

# 판
edition = 판
editions = 판 목록
edition-number = 제{ $number }판
edition-notice = 이 판에 대하여
edition-as-of = { $as_of } 기준.
edition-reconstructed = { $as_of } 기준, { $sealed } 봉인: 그날까지 공개된 내용만으로 나중에 재구성했다.
edition-present = 지금의 판정 보기
edition-corrected = { $date } 정정.
edition-correction-link = 정정 내용
edition-counts = 새 판정 { $moves }건, 추가된 공약 { $pledges }건, 제외된 공약 { $withdrawn }건.
draft-since = 초안: 제{ $n }판 이후 아직 봉인하지 않았으며 바뀔 수 있다.
draft-first = 초안: 아직 봉인한 판이 없으며 바뀔 수 있다.
editions-dek = 각 판은 그 판을 만든 원문 그대로이며, 누구나 확인할 수 있는 해시값으로 봉인했다. 한번 봉인한 판은 바꾸지 않는다.
editions-caption = 각 판의 공약 판정, 최근 판부터
editions-none = 아직 봉인한 판이 없다.
title-after = : {""}
changes = 달라진 점
changes-in = 제{ $number }판에서 달라진 점
edition-whole = 제{ $number }판 전체 보기
manifest = 매니페스트
digest = 해시값
signed = 서명됨
in-editions = 내용이 바뀐 판
cite-edition = 이 판 인용하기
citation-edition = { $site }, 제{ $number }판, { $date } 기준.
citation-edition-by = { $name }: { $site }, 제{ $number }판, { $date } 기준.
cite-in-edition = 제{ $number }판, 해시값
withdrawn = 더는 점검표에 없음
withdrawn-dek = { $edition }({ $date } 기준)에 마지막으로 실렸다.
withdrawn-link = 당시의 내용 보기
renamed = 이름이 바뀜
renamed-now = 이 공약은 이제 다음 이름으로 실린다: { $pledge }
renamed-last = 이 주소로는 { $edition }({ $date } 기준)에 마지막으로 실렸다.
