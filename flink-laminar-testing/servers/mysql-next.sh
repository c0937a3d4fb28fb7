#!/usr/bin/env bash
# The newest MySQL server that Debian has, for tests: mysql-next.sh TARGET
#
# It comes with every library that it needs, the C library too, and is unpacked into TARGET: nothing is
# installed, and nothing of this system's libraries is used. apt itself takes the packages from the mirror that
# this machine is set up for, and checks signatures and sums, with lists and a cache of its own.
set -euo pipefail
target=$(realpath -m "${1:?usage: mysql-next.sh TARGET}")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

mirror=$(apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' | grep -m1 '/debian/$' || true)
if [[ -z $mirror ]]; then
  echo "mysql-next.sh: apt names no mirror of Debian (an address that ends with /debian/)." >&2
  exit 1
fi
mkdir -p "$work"/{lists,cache,unpacked}
echo "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] $mirror unstable main" >"$work/sources.list"
# The server never calls it; as if installed, it and what it needs are left out.
printf 'Package: perl\nStatus: install ok installed\nArchitecture: %s\nMulti-Arch: allowed\nVersion: 99\n' \
  "$(dpkg --print-architecture)" >"$work/status"

private() {
  apt-get -qq -o Dir::Etc::sourcelist="$work/sources.list" -o Dir::Etc::sourceparts=- \
    -o Dir::Etc::preferences=/dev/null -o Dir::Etc::preferencesparts=/dev/null \
    -o Dir::State::lists="$work/lists" -o Dir::State::status="$work/status" -o Dir::Cache="$work/cache" \
    -o APT::Sandbox::User= -o Debug::NoLocking=true -o Acquire::Languages=none -o APT::Install-Recommends=false "$@"
}
private update
private --download-only --assume-yes install mysql-server-core >"$work/apt.log" 2>&1 || {
  cat "$work/apt.log" >&2
  exit 1
}
for package in "$work"/cache/archives/*.deb; do
  dpkg-deb --extract "$package" "$work/unpacked"
done
rm -rf "$target"
mkdir -p "$(dirname "$target")"
mv "$work/unpacked" "$target"
