using System.Diagnostics;
using System.Text.RegularExpressions;

namespace Drover.Architecture.Tests;

/// <summary>The units that come with it, as systemd itself reads them. Nothing is started.</summary>
public sealed class UnitFileTests : IDisposable
{
    private const string Tool = "systemd-analyze";

    private readonly DirectoryInfo _place = Directory.CreateTempSubdirectory("drover-units-");

    public void Dispose() => _place.Delete(recursive: true);

    [Fact]
    public void Systemd_finds_nothing_wrong_in_the_units()
    {
        var units = Repository.Files("packaging", "*.service").Concat(Repository.Files("packaging", "*.socket")).ToList();
        Assert.True(units.Count >= 2);
        foreach (var unit in units)
            Assert.Empty(Verify(unit, text => text));
    }

    [Fact]
    public void Nor_when_the_line_for_services_is_in_force() =>
        Assert.Empty(Verify(Unit, text => Replace(text, "#Environment=", "Environment=")));

    [Theory]
    [InlineData("KillMode=", "KilMode=")]
    [InlineData("TimeoutStopSec=90", "TimeoutStopSec=soon")]
    [InlineData("[Service]", "[Services]")]
    public void A_mistake_would_be_found(string right, string wrong) =>
        Assert.NotEmpty(Verify(Unit, text => Replace(text, right, wrong)));

    [Theory]
    [InlineData("ListenStream=/run/drover/drover.sock", "ListenStream=run/drover/drover.sock")]
    [InlineData("SocketMode=", "SocketMod=")]
    public void A_mistake_would_be_found_in_the_sockets_too(string right, string wrong) =>
        Assert.NotEmpty(Verify(Path.ChangeExtension(Unit, ".socket"), text => Replace(text, right, wrong)));

    private static string Unit => Repository.Files("packaging", "drover.service").Single();

    private static string Replace(string text, string old, string now)
    {
        Assert.Contains(old, text, StringComparison.Ordinal);
        return text.Replace(old, now, StringComparison.Ordinal);
    }

    /// <summary>The unit of a service whose program is there.</summary>
    private static string Installed(string service)
    {
        Assert.Contains("\nExecStart=/usr/sbin/drover", service, StringComparison.Ordinal);
        return Regex.Replace(service, "(?<=ExecStart=)/usr/sbin/[a-z-]+", "/bin/true", RegexOptions.None, TimeSpan.FromSeconds(1));
    }

    /// <summary>What systemd says of a unit. The daemon need not be installed for that: something else that can be executed stands for it.</summary>
    private List<string> Verify(string unit, Func<string, string> change)
    {
        Assert.SkipUnless(Environment.GetEnvironmentVariable("PATH")!.Split(':').Any(directory => File.Exists(Path.Combine(directory, Tool))), $"there is no {Tool} here");
        // Beside a socket stands the service that it starts.
        var service = Path.ChangeExtension(unit, ".service");
        File.WriteAllText(Path.Combine(_place.FullName, Path.GetFileName(service)), Installed(File.ReadAllText(service)));
        var name = Path.GetFileName(unit);
        var copy = Path.Combine(_place.FullName, name);
        File.WriteAllText(copy, change(service == unit ? Installed(File.ReadAllText(unit)) : File.ReadAllText(unit)));
        using var verify = TimedProcess.Start(new ProcessStartInfo(Tool, ["verify", "--man=no", copy]) { RedirectStandardError = true, UseShellExecute = false, RedirectStandardOutput = true });
        var output = verify.StandardOutput.ReadToEndAsync();
        var errors = verify.StandardError.ReadToEnd();
        verify.WaitForExit();
        // Units of the machine that it looks at too are no concern of ours.
        return [.. (errors + output.GetAwaiter().GetResult()).Split('\n').Where(line => line.Contains(name, StringComparison.Ordinal))];
    }
}
