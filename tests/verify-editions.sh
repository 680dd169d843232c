#!/bin/sh
# Verifies the editions of a project or a published site without pledgecard: sh verify-editions.sh DIR [DIGEST [SIGNERS]]
# Exit code 0: as they were sealed; 1: not; 2: no editions. DIGEST must be in the history; SIGNERS must have signed.
export LC_ALL=C
bad() { echo "not whole: $*"; exit 1; }
if [ -n "$3" ]; then signers=$(realpath "$3"); fi
cd "$1" || exit 2
if [ -e content/editions ]; then
  e=content/editions; more=1; manifest() { printf "$e/%04d.manifest" "$1"; }
  numbers=$(ls $e | sed -n 's/^\([0-9]\{4,\}\)\.manifest$/\1/p' | sed 's/^0*//' | sort -n)
  ls $e | grep -Ei '\.manifest(\.sig)?$' | grep -Evq '^(0[0-9]{3}|[1-9][0-9]{3,})\.manifest(\.sig)?$' && bad "a file was renamed"
  find $e -mindepth 1 -type d ! -path $e/objects | grep -q . && bad "a folder in the place of a file"
else
  e=editions; more=0; manifest() { echo "$e/$1/manifest.txt"; }
  numbers=$(ls -d $e/[1-9]*/manifest.txt 2>/dev/null | cut -d/ -f2 | sort -n)
  listed=$(sed -n 's|^<[^>]*/editions/\([0-9]*\)/>; rel="[^"]*memento".*|\1|p' $e/timemap 2>/dev/null | sort -n)
  [ "$numbers" = "$listed" ] || bad "the list of editions has others: $listed"
fi
last=$(printf '%s\n' "$numbers" | grep -c .)
[ -n "$numbers$(ls $e 2>/dev/null)" ] || { echo "no editions"; exit 2; }
[ "$numbers" = "$(seq "$last")" ] || bad "an edition is missing"
find $e -type l | grep -q . && bad "a link in the place of a file"
find $e/objects -type f | grep '/[0-9a-f]\{64\}$' | xargs -r sha256sum | awk '{ sub(".*/", "", $2) } $1 != $2' | grep . && bad "objects"
beyond=$(find $e/objects -type f -exec grep -lx 'pledgecard-edition 1' {} + | xargs -r sed -n 's/^edition //p'
  find $e -name '*.sig' | sed 's|.*editions/0*||; s|[./].*||')
for n in $beyond; do [ "$n" -le $((last + more)) ] || bad "edition $n is missing"; done
previous=$(printf %064d 0); site='[^|]+'; as_of=0; sealed=0; pinned=
for n in $numbers; do
  m=$(manifest "$n"); digest=$(sha256sum < "$m" | cut -c 1-64); day='[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])'
  cmp -s "$m" $e/objects/"$digest" || bad "edition $n: its manifest is not what was sealed"
  head -n 8 "$m" | tr '\n' '|' | grep -Eqx "pledgecard-edition 1\|site $site\|edition $n\|as-of $day\|sealed ${day}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z\|previous $previous\|generator [^|]+\|\|" || bad "edition $n: its first lines"
  files() { tail -n +9 "$m"; }
  files | grep -Evq '^[0-9a-f]{64}  (site\.toml|(content|themes)/.+)$' && bad "edition $n: a line of a file"
  files | cut -c 67- | grep -Eq '(^|/)\.{0,2}(/|$)|\\|^content/editions/.*(objects/|\.manifest|\.sig$)' && bad "edition $n: a path"
  files | cut -c 67- | grep -qx 'site\.toml' && [ -z "$(tail -c 1 "$m")" ] && ! tr -d '\n' < "$m" | grep -q '[[:cntrl:]]' || bad "edition $n: cut off"
  files | cut -c 67- | sort -cu 2>/dev/null && ! files | cut -c 67- | tr A-Z a-z | sort | uniq -d | grep -q . || bad "edition $n: order"
  files | { if [ $more = 0 ]; then grep -v '^.\{66\}content/archive/'; else cat; fi; } | sed 's/^\(.\{64\}\).*/\1  \1/' |
    (cd $e/objects && sha256sum --strict --quiet -c - 2>/dev/null) || bad "edition $n: an object is missing"
  value() { sed -n "s/^$1 //p" "$m" | head -n 1; }
  printf '%s\n' "$as_of" "$(value as-of)" "$(value sealed)" | sort -c 2>/dev/null || bad "edition $n: its day"
  printf '%s\n' "$sealed" "$(value sealed)" | sort -c 2>/dev/null || bad "edition $n: when it was sealed"
  if [ -f "$m.sig" ]; then
    { head -n 1 "$m.sig"; sed '1d;$d' "$m.sig" | base64 -d 2>/dev/null | base64 -w 70; tail -n 1 "$m.sig"; } | cmp -s - "$m.sig" &&
      ssh-keygen -Y check-novalidate -n pledgecard -s "$m.sig" < "$m" >/dev/null 2>&1 || bad "edition $n: its signature"
    if [ -n "$signers" ]; then
      who=$(ssh-keygen -Y find-principals -f "$signers" -s "$m.sig" 2>/dev/null | head -n 1)
      ssh-keygen -Y verify -f "$signers" -I "$who" -n pledgecard -s "$m.sig" < "$m" >/dev/null 2>&1 || bad "edition $n: its signer"
    fi
  elif [ -n "$signers" ] && [ "$n" = "$last" ]; then bad "edition $n is not signed"; fi
  case $digest in ${2:-none}*) pinned=1;; esac
  previous=$digest; site=$(value site | sed 's/[].[*^$()+?{}|\\]/\\&/g'); as_of=$(value as-of); sealed=$(value sealed)
done
[ -z "$2" ] || [ -n "$pinned" ] || bad "no edition has the digest $2"
echo "whole: $last editions, $previous"
