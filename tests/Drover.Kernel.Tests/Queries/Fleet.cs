using System.Buffers;
using System.Text;
using System.Text.Json;
using Drover.Kernel.Queries;

namespace Drover.Kernel.Tests.Queries;

/// <summary>Two small resources that the tests ask: machines by name, tasks by number.</summary>
internal static class Fleet
{
    public static readonly QueryContext Context = new() { Now = new Timestamp(1_000_000_000), Caller = Caller.System };

    public static readonly Machine[] Machines =
    [
        new("node10.example.com", "uuid-10") { Memory = 64, Offline = true, Tags = ["old"], Owner = null },
        new("node2.example.com", "uuid-2") { Memory = 16, Tags = ["prod", "web"], Owner = "anna" },
        new("node1.example.com", "uuid-1") { Memory = 8, Tags = [], Owner = "bert" },
    ];

    public static Resource<Machine> Nodes(Func<QueryContext, IList<Machine>, CancellationToken, ValueTask>? probe = null, params Machine[] rows)
    {
        rows = rows.Length > 0 ? rows : Machines;
        var builder = Resource.Of<Machine>("node", "Machines of the fleet")
            .KeyedBy("name", m => m.Name)
            .Uuid("uuid")
            .Rows(_ => rows)
            .Find((_, name) => rows.SingleOrDefault(m => m.Name == name || m.Uuid == name || m.Name.StartsWith(name + ".", StringComparison.Ordinal)), "Node name {0} not found")
            .Field("name", "Node", FieldKind.Text, "Node name", m => m.Name, FieldFlags.Hostname, isDefault: true)
            .Field("uuid", "UUID", FieldKind.Text, "Node UUID", m => m.Uuid)
            .Field("mem", "Memory", FieldKind.Unit, "Memory", m => m.Memory is { } memory ? memory : FieldValue.Unavailable)
            .Field("load", "Load", FieldKind.Float, "Load", m => m.Memory / 10.0 ?? FieldValue.NoData)
            .Field("offline", "Offline", FieldKind.Bool, "Whether the node is offline", m => m.Offline)
            .Field("tags", "Tags", FieldKind.Other, "Tags", m => FieldValue.Of(m.Tags))
            .Field("owner", "Owner", FieldKind.Other, "Owner", m => m.Owner)
            .Field("params", "Params", FieldKind.Other, "Parameters", m => FieldValue.Json(Encoding.UTF8.GetBytes($$"""{"memory": {{m.Memory ?? 0}}}""")))
            .Field("sizes", "Sizes", FieldKind.Other, "Sizes", m => FieldValue.Json(Encoding.UTF8.GetBytes($"[1, [77], {{\"a\": [78]}}, {m.Memory ?? 0}, \"x\"]")))
            .Field("free", "Free", FieldKind.Unit, "Free memory", m => m.Free is { } free ? free : FieldValue.NoData, FieldFlags.Live)
            .Pattern(name => name.StartsWith("disk.size/", StringComparison.Ordinal) && int.TryParse(name.AsSpan(10), out var index)
                ? new Field<Machine>(new(name, "Disk_size", FieldKind.Unit, "Size of a disk"), (_, _) => index < 2 ? 100 * (index + 1) : FieldValue.Unavailable)
                : null);
        if (probe is not null) builder.Probe(probe);
        return builder.Build();
    }

    public static Resource<Work> Jobs(int count = 20, Action? onRead = null) => Work(count, onRead).Build();

    /// <summary>The same jobs, which can also be read from the end.</summary>
    public static Resource<Work> JobsBothWays(int count, Action? onRead = null) => Work(count, onRead)
        .RowsBefore((_, key) => Works(count, onRead, Math.Min(count, (key?.Number ?? long.MaxValue) - 1)))
        .Build();

    private static ResourceBuilder<Work> Work(int count, Action? onRead) => Resource.Of<Work>("job", "Jobs")
        .KeyedBy("id", w => w.Id)
        .Rows(_ => Works(count, onRead), inKeyOrder: true)
        .FindById((_, id) => id > 0 && id <= count ? Job((int)id) : null)
        .Field("id", "ID", FieldKind.Number, "Job ID", w => w.Id, FieldFlags.JobId)
        .Field("status", "Status", FieldKind.Text, "Job status", w => w.Status)
        .Field("priority", "Priority", FieldKind.Number, "Job priority", w => w.Priority)
        .Field("received_ts", "Received", FieldKind.Other, "Time of receipt", w => FieldValue.Split(w.Received), FieldFlags.SplitTimestamp)
        .Field("end_ts", "End", FieldKind.Other, "Time of end", w => w.Id % 2 == 0 ? FieldValue.Split(w.Received) : FieldValue.Unavailable, FieldFlags.SplitTimestamp);

    public static string Names(QueryResult result) => string.Join(' ', result.Rows.Select(r => r[0].ToString().Trim('"').Replace(".example.com", "", StringComparison.Ordinal)));

    public static QueryResult Ask(this Resource resource, QueryRequest request)
    {
        var task = resource.QueryAsync(Context, request).AsTask();
        Assert.True(task.IsCompleted, "the query did not complete at once");
        return task.GetAwaiter().GetResult();
    }

    public static QueryResult Pick(this Resource resource, string filter, params string[] fields) =>
        resource.Ask(new QueryRequest(fields.Length > 0 ? fields : [resource.NameField], FilterText.Parse(filter)));

    /// <summary>Rules that differ from the usual ones in everything.</summary>
    public static FilterRules OtherRules { get; } = new()
    {
        MissingPasses = false,
        AllIsTrueOrFalse = true,
        HostsIgnoreCase = true,
        FractionsCount = true,
        OtherTypesDiffer = true,
        ChecksKinds = true,
        NamedRowsOnce = true,
    };

    public static FilterRules Rules(bool usual) => usual ? FilterRules.Usual : OtherRules;

    public static QueryFilter? List(string json)
    {
        using var document = JsonDocument.Parse(json, new() { MaxDepth = 200 });
        return FilterList.Read(document.RootElement);
    }

    public static string Json(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping })) write(writer);
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static IEnumerable<Work> Works(int count, Action? onRead)
    {
        for (var id = 1; id <= count; id++)
        {
            onRead?.Invoke();
            yield return Job(id);
        }
    }

    private static IEnumerable<Work> Works(int count, Action? onRead, long last)
    {
        for (var id = last; id >= 1 && id <= count; id--)
        {
            onRead?.Invoke();
            yield return Job((int)id);
        }
    }

    private static Work Job(int id) => new(id, id % 3 == 0 ? "success" : "running", id % 5 - 2, new Timestamp(id * 1_500_000L));
}

internal sealed record Machine(string Name, string Uuid)
{
    public long? Memory { get; init; }
    public bool Offline { get; init; }
    public IReadOnlyList<string> Tags { get; init; } = [];
    public string? Owner { get; init; }
    public long? Free { get; set; }
}

internal sealed record Work(long Id, string Status, long Priority, Timestamp Received);
