#!/bin/sh
# Compiles sala.scss to static/kit/sala.css. For developers only: nothing of node is needed at run time.
# Usage: src/sala/kit/scss/compile.sh   (SALA_NODE names a folder to keep node_modules in)
set -eu
export LC_ALL=C
here=$(cd "$(dirname "$0")" && pwd)
out="$here/../static/kit/sala.css"
node=${SALA_NODE:-$(mktemp -d)}
[ -d "$node/node_modules/govuk-frontend" ] ||
  npm install --silent --no-save --prefix "$node" govuk-frontend@6.6.0 sass@1.108.2
sum=$(cat "$here"/*.scss | sha256sum | cut -c1-64)
css=$(node "$node/node_modules/sass/sass.js" --no-source-map --style=compressed --quiet-deps --no-charset \
  --load-path="$node/node_modules" "$here/sala.scss")
printf '/*! Sala. Made from scss %s with govuk-frontend 6.6.0 (MIT, LICENSE.govuk-frontend.txt). */\n%s\n' \
  "$sum" "$css" > "$out"
wc -c "$out"
