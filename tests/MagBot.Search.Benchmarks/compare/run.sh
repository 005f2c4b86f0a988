#!/bin/sh
# Our engine against Lucene's DutchAnalyzer with BM25, both with their defaults, on Dutch collections made from Debian packages.
# Needs root for apt, or the packages installed already. Usage: compare/run.sh [folder for the collections]
set -eu
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../../.." && pwd)
out=${1:-$(mktemp -d)}
packages="liblucene8-java default-jdk-headless python3 libreoffice-help-nl gimp-help-nl debian-faq-nl debian-edu-doc-nl aptitude-doc-nl manpages-nl"
for package in $packages; do
    dpkg -s "$package" >/dev/null 2>&1 || missing="${missing:-} $package"
done
[ -z "${missing:-}" ] || apt-get install -y --no-install-recommends $missing

python3 "$here/collect.py" "$out" "$root/knowledge"
jars=$(find /usr/share/java -name 'lucene-core-8*.jar' -o -name 'lucene-analyzers-common-8*.jar' -o -name 'lucene-queryparser-8*.jar' | paste -sd:)
mkdir -p "$out/.java"
javac -cp "$jars" -d "$out/.java" "$here/LuceneRun.java"
for collection in "$out"/*/; do
    [ -f "$collection/qrels.tsv" ] || continue
    java -cp "$jars:$out/.java" LuceneRun "$collection/docs.jsonl" "$collection/queries.jsonl" "$collection/lucene.tsv" 7
    python3 "$here/score.py" "$collection/qrels.tsv" "$collection/lucene.tsv"
done
dotnet run -c Release --project "$here/.." -- collections "$out"
