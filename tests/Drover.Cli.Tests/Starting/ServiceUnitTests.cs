using Drover.Cli.Starting;

namespace Drover.Cli.Tests.Starting;

public sealed class ServiceUnitTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("du").FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Theory]
    [InlineData(true, "etc/systemd/system/drover.service", true)]
    [InlineData(true, "usr/lib/systemd/system/drover.service", true)]
    [InlineData(true, "etc/systemd/system/other.service", false)]
    [InlineData(false, "etc/systemd/system/drover.service", false)]
    public void The_daemon_is_a_service_where_systemd_runs_and_has_its_unit(bool runs, string file, bool known)
    {
        if (runs)
            Directory.CreateDirectory(Path.Combine(_root, "run/systemd/system"));
        Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(_root, file))!);
        File.WriteAllText(Path.Combine(_root, file), "");
        Assert.Equal(known, new ServiceUnit(_root, "systemctl").IsKnown);
    }

    [Theory]
    [InlineData("start drover.service", true)]
    [InlineData("start other.service", false)]
    public void Systemd_is_asked_to_start_it(string takes, bool starts)
    {
        var manager = Path.Combine(_root, "systemctl");
        File.WriteAllText(manager, $"#!/bin/sh\n[ \"$*\" = '--no-ask-password {takes}' ]\n");
        File.SetUnixFileMode(manager, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var error = Record.Exception(new ServiceUnit(_root, manager).Start);
        Assert.Equal(starts ? null : "NOT_STARTED", (error as CliException)?.Code);
    }
}
