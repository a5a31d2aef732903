using System.Diagnostics;

namespace Drover.Agent.Tests.Accounts;

/// <summary>Beside useradd, usermod, groupadd, gpasswd, chpasswd and vipw, on copies of the account files in a mount namespace of their own: no line is lost, whoever writes when.</summary>
public sealed class BesideToolsTests
{
    private const int Each = 12;

    private const string Script = """
        set -eu
        work=$1 program=$2 each=$3
        mkdir "$work/etc" "$work/before" "$work/after"
        cp -a /etc/. "$work/etc/"
        mount --bind "$work/etc" /etc
        rm -f /etc/*.lock
        groupadd -g 10000 team
        files='/etc/passwd /etc/shadow /etc/group /etc/gshadow'
        cp $files "$work/before/"
        # The tools fail at once where somebody has a file locked, and wait 15 s for the other lock.
        again() { for try in $(seq 100); do "$@" >>"$work/tools" 2>&1 && return 0; done; echo "gave up: $*"; return 1; }
        users() { for i in $(seq "$each"); do again useradd -M -N -g 100 "theirs$i"; again usermod -aG team "theirs$i"; echo "theirs$i:secret" | again chpasswd -c SHA512; done; }
        groups() { for i in $(seq "$each"); do again groupadd "theirgroup$i"; again gpasswd -a games "theirgroup$i"; done; }
        # vipw takes a file for unchanged that has the time of the one before, in seconds.
        printf 'sed -i "s/^games:x:5:60:[^:]*/games:x:5:60:edited$EDITION/" "$1"; touch -d "@$((2000000000 + EDITION))" "$1"\n' >"$work/editor"
        edits() { for i in $(seq 5); do EDITION=$i VISUAL="bash $work/editor" again vipw; done; }
        users & first=$!
        groups & second=$!
        edits & third=$!
        "$program" accounts /etc "$work/record" none 0 ours "$each" & fourth=$!
        wait $first; wait $second; wait $third; wait $fourth
        cp $files "$work/after/"
        grpck -r >"$work/grpck" 2>&1 || { cat "$work/grpck"; exit 1; }
        ls /etc/*.lock 2>/dev/null && exit 1 || exit 0
        """;

    [Fact]
    public async Task No_line_is_lost_beside_the_tools_of_the_distribution()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "account files of a private mount namespace take root");
        Assert.SkipUnless(File.Exists("/usr/sbin/useradd") && File.Exists("/usr/sbin/vipw") && File.Exists("/usr/bin/unshare"), "there is no useradd, vipw or unshare here");
        var work = Directory.CreateTempSubdirectory("drover-beside-").FullName;
        try
        {
            var start = new ProcessStartInfo("unshare", ["-m", "--propagation", "private", "bash", "-c", Script, "beside", work, AccountCrashTests.Daemon, $"{Each}"]) { UseShellExecute = false, RedirectStandardOutput = true };
            start.Environment["PATH"] = "/usr/sbin:/usr/bin:/sbin:/bin";
            using var process = TimedProcess.Start(start);
            var said = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
            Assert.SkipWhen(said.Contains("unshare failed", StringComparison.Ordinal), said);
            Assert.True(process.ExitCode == 0, said);

            foreach (var file in new[] { "passwd", "shadow", "group", "gshadow" })
            {
                var (before, after) = (Lines(work, "before", file), Lines(work, "after", file));
                Assert.Equal(after.Select(line => line.Split(':')[0]).Distinct().Count(), after.Count);
                // All that was there is there, but for members that came in and the line that was edited.
                Assert.Empty(before.Select(line => line.Split(':')[0]).Except(after.Select(line => line.Split(':')[0])));
                string[] names = file is "passwd" or "shadow" ? ["ours", "theirs"] : ["theirgroup"];
                foreach (var name in names)
                    Assert.Equal(Each, after.Count(line => line.StartsWith(name, StringComparison.Ordinal)));
            }
            foreach (var file in new[] { "group", "gshadow" })
                Assert.Equal(2 * Each, Lines(work, "after", file).Single(line => line.StartsWith("team:", StringComparison.Ordinal)).Split(':')[3].Split(',').Distinct().Count());
            Assert.Contains(Lines(work, "after", "passwd"), line => line.StartsWith("games:x:5:60:edited5:", StringComparison.Ordinal));
            Assert.All(Lines(work, "after", "shadow").Where(line => line.StartsWith("theirs", StringComparison.Ordinal)), line => Assert.StartsWith("$6$", line.Split(':')[1], StringComparison.Ordinal));
        }
        finally
        {
            Directory.Delete(work, recursive: true);
        }
    }

    private static List<string> Lines(string work, string when, string file) => [.. File.ReadAllLines(Path.Combine(work, when, file))];
}
