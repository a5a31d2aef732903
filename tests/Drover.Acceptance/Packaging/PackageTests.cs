using Drover.Acceptance.Running;

namespace Drover.Acceptance.Packaging;

/// <summary>What is in the Debian packages. That they install, run, upgrade and go is tried by <c>make deb-test</c>.</summary>
public sealed class PackageTests(PackedTwice packed) : IClassFixture<PackedTwice>
{
    [Theory]
    [InlineData("drover", new[]
    {
        "-rw-r--r-- ./lib/systemd/system/drover.service",
        "-rw-r--r-- ./lib/systemd/system/drover.socket",
        "-rwxr-xr-x ./usr/lib/drover/drover-guard",
        "-rwxr-xr-x ./usr/lib/drover/droverd",
        "-rw-r--r-- ./usr/lib/drover/libdrover-spawn.so",
        "-rw-r--r-- ./usr/share/doc/drover/changelog.Debian.gz",
        "-rw-r--r-- ./usr/share/doc/drover/copyright",
        "-rw-r--r-- ./usr/share/doc/drover/sbom.json",
        "-rw-r--r-- ./usr/share/drover/prometheus/drover-alerts.yml",
        "-rw-r--r-- ./usr/share/drover/prometheus/drover-dashboard.json",
        "-rw-r--r-- ./usr/share/lintian/overrides/drover",
        "-rw-r--r-- ./usr/share/man/man8/droverd.8.gz",
        "lrwxrwxrwx ./usr/sbin/droverd -> ../lib/drover/droverd",
    })]
    [InlineData("drover-agent", new[]
    {
        "-rw-r--r-- ./lib/systemd/system/drover-agent.service",
        "-rwxr-xr-x ./usr/lib/drover-agent/drover-agent",
        "-rwxr-xr-x ./usr/lib/drover-agent/drover-guard",
        "-rw-r--r-- ./usr/lib/drover-agent/libdrover-spawn.so",
        "-rw-r--r-- ./usr/share/doc/drover-agent/changelog.Debian.gz",
        "-rw-r--r-- ./usr/share/doc/drover-agent/copyright",
        "-rw-r--r-- ./usr/share/lintian/overrides/drover-agent",
        "-rw-r--r-- ./usr/share/man/man8/drover-agent.8.gz",
        "-rw-r--r-- ./usr/share/man/man8/drover-guard.8.gz",
        "lrwxrwxrwx ./usr/sbin/drover-agent -> ../lib/drover-agent/drover-agent",
    })]
    [InlineData("drover-client", new[]
    {
        "-rwxr-xr-x ./usr/lib/drover/clinit",
        "-rwxr-xr-x ./usr/lib/drover/drover",
        "-rw-r--r-- ./usr/share/bash-completion/completions/drover",
        "-rw-r--r-- ./usr/share/doc/drover-client/changelog.Debian.gz",
        "-rw-r--r-- ./usr/share/doc/drover-client/copyright",
        "-rw-r--r-- ./usr/share/fish/vendor_completions.d/drover.fish",
        "-rw-r--r-- ./usr/share/lintian/overrides/drover-client",
        "-rw-r--r-- ./usr/share/man/man1/clinit.1.gz",
        "-rw-r--r-- ./usr/share/man/man1/drover.1.gz",
        "-rw-r--r-- ./usr/share/zsh/vendor-completions/_drover",
        "lrwxrwxrwx ./usr/bin/clinit -> ../lib/drover/clinit",
        "lrwxrwxrwx ./usr/bin/drover -> ../lib/drover/drover",
    })]
    public void They_have_these_files_with_these_modes_all_of_root(string package, string[] files)
    {
        var entries = Command.Run("dpkg-deb", ["-c", packed.First(package)]).Expect(0).Lines
            .Select(line => line.Split(' ', 6, StringSplitOptions.RemoveEmptyEntries)).ToList();
        Assert.All(entries, entry => Assert.Equal("root/root", entry[1]));
        Assert.All(entries.Where(entry => entry[0][0] == 'd'), entry => Assert.Equal("drwxr-xr-x", entry[0]));
        Assert.Equal(files, entries.Where(entry => entry[0][0] != 'd').Select(entry => $"{entry[0]} {entry[5]}"));
    }

    [Theory]
    [InlineData("drover")]
    [InlineData("drover-agent")]
    [InlineData("drover-client")]
    public void The_same_contents_give_the_same_bytes_whoever_packs_them(string package) =>
        Assert.Equal(File.ReadAllBytes(packed.First(package)), File.ReadAllBytes(packed.Second(package)));

    [Fact]
    public void The_daemon_comes_with_the_command_line_of_its_own_version()
    {
        var (version, depends) = (Field("Version"), Field("Depends").Split(", "));
        Assert.Contains($"drover-client (= {version})", depends);
        Assert.Contains("libsqlite3-0", depends);
        Assert.Contains(depends, each => each.StartsWith("libc6 (>= ", StringComparison.Ordinal));
    }

    private string Field(string name) => Command.Run("dpkg-deb", ["-f", packed.First("drover"), name]).Expect(0).Output.Trim();
}
