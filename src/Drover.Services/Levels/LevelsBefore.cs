using System.Collections.Immutable;
using System.Text.Json;
using Drover.Kernel.Operations;
using Drover.Nodes;

namespace Drover.Services.Levels;

/// <summary>Which levels the groups of a change had before it, and which of them are on their way back: kept with the job, so that a master that takes it up knows.</summary>
internal sealed class LevelsBefore : IDisposable
{
    private readonly SemaphoreSlim _saving = new(1);
    private readonly OperationContext _context;
    private readonly ImmutableDictionary<string, string?> _levels;
    private ImmutableDictionary<string, string> _back;

    private LevelsBefore(OperationContext context, ImmutableDictionary<string, string?> levels, ImmutableDictionary<string, string> back) => (_context, _levels, _back) = (context, levels, back);

    /// <summary>Reads what was kept, or asks the nodes and keeps that.</summary>
    /// <exception cref="DroverException">A node is away: what it has now is not known.</exception>
    public static async Task<LevelsBefore> ReadAsync(OperationContext context, IReadOnlyList<INode> nodes, string group, CancellationToken cancellationToken)
    {
        if (context.Progress.HasValue)
        {
            using var kept = JsonDocument.Parse(context.Progress.Utf8);
            return new LevelsBefore(context,
                kept.RootElement.GetProperty("before"u8).EnumerateObject().ToImmutableDictionary(level => level.Name, level => level.Value.GetString(), StringComparer.Ordinal),
                kept.RootElement.GetProperty("back"u8).EnumerateObject().ToImmutableDictionary(reason => reason.Name, reason => reason.Value.GetString()!, StringComparer.Ordinal));
        }
        var found = await Task.WhenAll(nodes.Select(async node => KeyValuePair.Create(node.Name, (await node.Services.FindAsync(group, cancellationToken))?.Target)));
        var before = new LevelsBefore(context, found.ToImmutableDictionary(StringComparer.Ordinal), ImmutableDictionary.Create<string, string>(StringComparer.Ordinal));
        await before.SaveAsync(cancellationToken);
        return before;
    }

    /// <summary>The level that the group of a node had; null for none.</summary>
    public string? Of(string node) => _levels.GetValueOrDefault(node);

    /// <summary>Why the group of a node goes back; null if it does not.</summary>
    public string? WhyBack(string node) => _back.GetValueOrDefault(node);

    /// <summary>The group of a node goes back from now on.</summary>
    public async Task GoBackAsync(string node, string reason, CancellationToken cancellationToken)
    {
        ImmutableInterlocked.TryAdd(ref _back, node, reason);
        await SaveAsync(cancellationToken);
    }

    public void Dispose() => _saving.Dispose();

    private async Task SaveAsync(CancellationToken cancellationToken)
    {
        // In turn, so that what is kept last is what is so.
        await _saving.WaitAsync(cancellationToken);
        try
        {
            await _context.SaveProgressAsync(RawJson.Write(Write), cancellationToken);
        }
        finally
        {
            _saving.Release();
        }
    }

    private void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteStartObject("before"u8);
        foreach (var (node, level) in _levels)
            json.WriteString(node, level);
        json.WriteEndObject();
        json.WriteStartObject("back"u8);
        foreach (var (node, reason) in _back)
            json.WriteString(node, reason);
        json.WriteEndObject();
        json.WriteEndObject();
    }
}
