using System.Globalization;
using System.Text.Json;
using Drover.Cli.Door;
using Drover.Cli.Listing;
using Drover.Cli.Words;

namespace Drover.Cli.TestJobs;

/// <summary>Where the devices stand that a waiting test job may have, in one line: <c>12 devices of type qemu: 3 have jobs 4, 5, 6, 1 offline, 8 in maintenance</c>.</summary>
internal static class DeviceSituation
{
    private const int MostJobs = 3;

    private static readonly string[] s_order = ["device.free", "run", "device.offline", "device.no-worker", "device.check-due", "device.maintenance", "device.bad", "device.looping", "device.retired", "device.out-of-use"];

    /// <summary>The line; null where the lab cannot be asked.</summary>
    public static string? Of(DaemonDoor door, TestJobRow job)
    {
        try
        {
            var filter = string.Join(" and ", job.Tags.Select(tag => $"{FilterText.Quote(tag)} in tags").Prepend($"type == {FilterText.Quote(job.DeviceType)}"));
            var devices = RowReader.Rows(door, new ListRequest("device") { Fields = "health,job,closed,worker,check_due", Filter = filter });
            var offline = devices.Count == 0 ? [] : RowReader.Rows(door, new ListRequest("worker") { Fields = "name", Filter = "state == \"Offline\"" }).Select(row => Cell(row, 0).GetString()!).ToHashSet(StringComparer.Ordinal);
            return Words(job, [.. devices.Select(row => (Standing(row, offline), Job: Cell(row, 1) is { ValueKind: JsonValueKind.Number } id ? id.GetInt64() : 0))]);
        }
        catch (CliException e) when (!e.MayPass)
        {
            return null;
        }
    }

    private static string Words(TestJobRow job, IReadOnlyList<(string Standing, long Job)> devices)
    {
        var tags = job.Tags.Count == 0 ? "" : Language.Say("device.with", string.Join(", ", job.Tags));
        var what = Language.Count("device.of-type", devices.Count, job.DeviceType, tags);
        var groups = devices.GroupBy(device => device.Standing).OrderBy(group => Array.IndexOf(s_order, group.Key)).Select(group => group.Key == "run"
            ? Running([.. group.Select(device => device.Job).Order()])
            : string.Create(CultureInfo.InvariantCulture, $"{group.Count()} {Language.Say(group.Key)}"));
        return devices.Count == 0 ? what : $"{what}: {string.Join(", ", groups)}";
    }

    private static string Running(IReadOnlyList<long> jobs)
    {
        var named = string.Join(", ", jobs.Take(MostJobs));
        var more = jobs.Count > MostJobs ? Language.Say("device.more-jobs", jobs.Count - MostJobs) : "";
        return Language.Count("device.has-job", jobs.Count, named, more);
    }

    /// <summary>What is in the way of a device, in the order in which the lab looks. A row has health, job, closed, worker, check_due.</summary>
    private static string Standing(JsonElement row, HashSet<string> offline)
    {
        if (Cell(row, 1).ValueKind == JsonValueKind.Number)
            return "run";
        if (Cell(row, 2).ValueKind != JsonValueKind.String)
            return "device.free";
        return Cell(row, 0).GetString() switch
        {
            "Retired" => "device.retired",
            "Maintenance" => "device.maintenance",
            "Bad" => "device.bad",
            "Looping" => "device.looping",
            _ when Cell(row, 3).ValueKind != JsonValueKind.String => "device.no-worker",
            _ when offline.Contains(Cell(row, 3).GetString()!) => "device.offline",
            _ when Cell(row, 4).ValueKind == JsonValueKind.True => "device.check-due",
            _ => Language.Say("device.retired"),
        };
    }

    private static JsonElement Cell(JsonElement row, int index) => row[index][0].GetInt32() == 0 ? row[index][1] : default;
}
