using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Serialization;
using Drover.Kernel.Tables;
using Drover.Nodes.Services;

namespace Drover.Services.History;

/// <summary>A row of the table of past processes.</summary>
internal sealed record PastProcess
{
    private const int MostOfAnEntry = 1_000;
    private static readonly TimeSpan s_oldest = TimeSpan.FromDays(365);

    /// <summary>The table: the last 1,000 of each entry, and none older than a year.</summary>
    public static StoreTable<PastProcess> Table { get; } = new("process-history", 1, HistoryJson.Default.PastProcess, row => row.Key, row => row.Process.ToString())
    {
        KeepPerIndex = MostOfAnEntry,
        KeepFor = new TableAge(s_oldest, moment => FirstKey(moment.Microseconds)),
    };

    public required string Node { get; init; }

    public required string Group { get; init; }

    public required string Tag { get; init; }

    public long Run { get; init; }

    public string Level { get; init; } = "";

    /// <summary>Microseconds since the Unix epoch, as is <see cref="Ended"/>.</summary>
    public long Started { get; init; }

    public long Ended { get; init; }

    public int? Exit { get; init; }

    public int? Signal { get; init; }

    public bool OutOfMemory { get; init; }

    public int Missed { get; init; }

    [JsonIgnore]
    public ProcessKey Process => new(Node, Group, Tag);

    /// <summary>The moment of the end, then a number that tells entries apart: a report that is told twice gives the same key.</summary>
    [JsonIgnore]
    public string Key
    {
        get
        {
            var hash = SHA256.HashData(Encoding.UTF8.GetBytes(Process.ToString()));
            return $"{FirstKey(Ended)}-{BinaryPrimitives.ReadUInt32BigEndian(hash):D10}";
        }
    }

    public static PastProcess Of(ProcessEnd end) => new()
    {
        Node = end.Process.Node,
        Group = end.Process.Group,
        Tag = end.Process.Tag,
        Run = end.Run,
        Level = end.Level,
        Started = end.Started,
        Ended = end.Ended,
        Exit = end.Exit,
        Signal = end.Signal,
        OutOfMemory = end.OutOfMemory,
        Missed = end.Missed,
    };

    private static string FirstKey(long moment) => $"{Math.Max(0, moment):D16}";
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault)]
[JsonSerializable(typeof(PastProcess))]
internal sealed partial class HistoryJson : JsonSerializerContext;
