using System.Text.Json;
using Drover.Cli.Door;
using Drover.Cli.Listing;

namespace Drover.Cli.Lab.Importing;

/// <summary>What the daemon has already.</summary>
internal sealed record KnownLab
{
    /// <summary>The opcode that sets a text of workers.</summary>
    public const string WorkerTextOpcode = "OP_WORKER_TEXT_SET";

    /// <summary>What the daemon calls the row for workers that have no texts of their own.</summary>
    private const string AllWorkers = "_all";

    /// <summary>Names of device types.</summary>
    public required HashSet<string> Types { get; init; }

    /// <summary>Names of workers.</summary>
    public required HashSet<string> Workers { get; init; }

    /// <summary>Dictionaries of devices by name; null for one without.</summary>
    public required Dictionary<string, string?> Devices { get; init; }

    /// <summary>Templates by name.</summary>
    public required Dictionary<string, string?> Templates { get; init; }

    /// <summary>Health checks by the name of their template.</summary>
    public required Dictionary<string, string?> Checks { get; init; }

    /// <summary>Texts that workers get, by worker (empty for all) and kind (dispatcher, env, env-dut).</summary>
    public required Dictionary<(string Worker, string Kind), string> WorkerTexts { get; init; }

    /// <summary>Names of the opcodes that it runs.</summary>
    public required HashSet<string> Opcodes { get; init; }

    public static KnownLab Read(DaemonDoor door)
    {
        using var answer = door.Get("/v1/opcodes");
        HashSet<string> opcodes = [.. answer.RootElement.GetProperty("opcodes").EnumerateArray().Select(opcode => opcode.GetProperty("id").GetString()!)];
        return new KnownLab
        {
            Types = [.. Rows(door, "device-type", "name").Keys],
            Workers = [.. Rows(door, "worker", "name").Keys],
            Devices = Rows(door, "device", "name,dictionary"),
            Templates = Rows(door, "device-template", "name,text"),
            Checks = Rows(door, "health-check", "name,definition"),
            WorkerTexts = opcodes.Contains(WorkerTextOpcode) ? Texts(door) : [],
            Opcodes = opcodes,
        };
    }

    /// <summary>A row has the texts of one worker, or of all.</summary>
    private static Dictionary<(string Worker, string Kind), string> Texts(DaemonDoor door)
    {
        var texts = new Dictionary<(string, string), string>();
        foreach (var (field, kind) in ((string, string)[])[("dispatcher", "dispatcher"), ("environment", "env"), ("device_environment", "env-dut")])
        {
            foreach (var (worker, text) in Rows(door, "worker-configuration", $"name,{field}"))
            {
                if (text is not null)
                    texts[(worker == AllWorkers ? "" : worker, kind)] = text;
            }
        }

        return texts;
    }

    /// <summary>The first field of each row, and the second, where there is one that says something.</summary>
    private static Dictionary<string, string?> Rows(DaemonDoor door, string resource, string fields)
    {
        var rows = new Dictionary<string, string?>(StringComparer.Ordinal);
        foreach (var page in RowReader.Pages(door, new ListRequest(resource) { Fields = fields }))
        {
            using (page)
            {
                foreach (var row in page.RootElement.GetProperty("rows").EnumerateArray())
                    rows[row[0][1].GetString()!] = row.GetArrayLength() > 1 && row[1][0].GetInt32() == 0 && row[1][1].ValueKind == JsonValueKind.String ? row[1][1].GetString() : null;
            }
        }

        return rows;
    }
}
