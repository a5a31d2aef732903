#!/bin/bash
# DiffPlex 1.9.0 (NuGet), read by GNU patch 2.7.6 (Debian 12: patch 2.7.6-7) and git apply.
#
# A good guess: what UnidiffRenderer makes is a unified diff, so that patch(1) and "git apply" take it.
# Seen: it counts the nothing behind the last newline as one more line. Of a file of two lines whose second one changes it says "@@ -1,3 +1,3 @@" and ends with an empty line of context that
# the file does not have. patch refuses the hunk and so does git apply; for nearly every text file, since nearly every one ends with a newline. When that newline is taken off both texts first, the
# diff is the usual one. (The difference between "b" and "b\n" at the end is then not told: there is no "\ No newline at end of file".)
#
# Fails when that changes. Needs the .NET SDK 10, git, and Debian 12 with apt for patch, which is unpacked and not installed.
set -euo pipefail
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
cd "$place"
apt-get download -q patch=2.7.6-7 >/dev/null
dpkg -x patch_*.deb root

mkdir program
cat >program/program.csproj <<'XML'
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup><OutputType>Exe</OutputType><TargetFramework>net10.0</TargetFramework><ImplicitUsings>enable</ImplicitUsings></PropertyGroup>
  <ItemGroup><PackageReference Include="DiffPlex" Version="1.9.0" /></ItemGroup>
</Project>
XML
cat >program/Program.cs <<'CS'
using DiffPlex.Renderer;

File.WriteAllText("list", "one\ntwo\n");
File.WriteAllText("whole.diff", UnidiffRenderer.GenerateUnidiff("one\ntwo\n", "one\n2\n", "a/list", "b/list"));
File.WriteAllText("cut.diff", UnidiffRenderer.GenerateUnidiff("one\ntwo", "one\n2", "a/list", "b/list"));
CS
dotnet build program -v quiet --nologo -o built >/dev/null
built/program

takes() { # DIFF COMMAND...: whether a program takes it
    local diff=$1
    shift
    if "$@" <"$diff" >/dev/null 2>&1; then echo "$diff: $1 takes it"; else echo "$diff: $1 refuses it"; fi
}
git() { command git -c safe.directory='*' "$@"; }
export PATH=$place/root/usr/bin:$PATH

cat whole.diff
{
    takes whole.diff patch -p1 --dry-run --fuzz=0
    takes whole.diff git apply --check -
    takes cut.diff patch -p1 --dry-run --fuzz=0
    takes cut.diff git apply --check -
} | tee seen
grep -qxF '@@ -1,3 +1,3 @@' whole.diff
grep -qxF '@@ -1,2 +1,2 @@' cut.diff
diff seen - <<'SEEN'
whole.diff: patch refuses it
whole.diff: git refuses it
cut.diff: patch takes it
cut.diff: git takes it
SEEN
