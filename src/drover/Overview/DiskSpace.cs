using System.Text.Json;
using Drover.Cli.Door;

namespace Drover.Cli.Overview;

/// <summary>The file system of the daemon's state directory. The daemon is on this machine, so it is asked here.</summary>
internal sealed record DiskSpace(string Path, long Free, long Total)
{
    private const int LowPercent = 5;

    public long FreePercent => Total == 0 ? 0 : 100 * Free / Total;

    /// <summary>Worth a look before the daemon refuses new jobs.</summary>
    public bool IsLow => FreePercent < LowPercent;

    /// <summary>Null when this user may not know the directory, or not look into it.</summary>
    public static DiskSpace? OfState(DaemonDoor door)
    {
        using var answer = door.Get("/v1/config");
        var state = answer.RootElement.GetProperty("settings").EnumerateArray().FirstOrDefault(setting => setting.GetProperty("name").ValueEquals("state"));
        if (state.ValueKind != JsonValueKind.Object || state.GetProperty("value").GetString() is not { } path)
            return null;
        try
        {
            var drive = new DriveInfo(path);
            return new DiskSpace(path, drive.AvailableFreeSpace, drive.TotalSize);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
