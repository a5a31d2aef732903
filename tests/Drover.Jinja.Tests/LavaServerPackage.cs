using System.Diagnostics;

namespace Drover.Jinja.Tests;

/// <summary>Debian's package lava-server, unpacked beside what is built.</summary>
internal static class LavaServerPackage
{
    /// <summary>The directory of its device-type templates.</summary>
    public static async Task<string> DeviceTypesAsync(CancellationToken cancellationToken)
    {
        // Output of tests lies in artifacts/bin/PROJECT/CONFIGURATION.
        var directory = Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "../../../debian/lava-server"));
        var start = new ProcessStartInfo("/bin/sh") { UseShellExecute = false, RedirectStandardError = true };
        foreach (var argument in new[] { Path.Combine(AppContext.BaseDirectory, "unpack-debian"), "lava-server", directory })
            start.ArgumentList.Add(argument);
        using var unpack = TimedProcess.Start(start);
        var errors = await unpack.StandardError.ReadToEndAsync(cancellationToken);
        await unpack.WaitForExitAsync(cancellationToken);
        Assert.True(unpack.ExitCode == 0, errors);
        return Path.Combine(directory, "usr/share/lava-server/device-types");
    }
}
