using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Drover.Nodes;
using Drover.Nodes.Commands;

namespace Drover.Agent.Commands;

/// <summary>Which commands were begun and how they ended: one file each in a directory that outlives the machine's boots. That one was begun is on the disk, synced, before it is:
/// none is ever run twice. The last thousand are kept. Not for more than one thread at a time.</summary>
internal sealed class CommandJournal
{
    private const int Most = 1_000;
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly string _directory;
    private readonly Dictionary<CommandKey, CommandNote> _notes = [];
    private readonly Queue<CommandKey> _age = new();

    private CommandJournal(string directory) => _directory = directory;

    /// <summary>Those that were begun and of which no end is known.</summary>
    internal IEnumerable<CommandKey> Unended => [.. _notes.Where(pair => pair.Value.End is null).Select(pair => pair.Key)];

    /// <summary>Reads the directory, which is made where it is missing. A file that is torn says that its command was begun.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    internal static CommandJournal Open(string directory)
    {
        Directory.CreateDirectory(directory, OwnerOnly | UnixFileMode.UserExecute);
        var journal = new CommandJournal(directory);
        foreach (var file in new DirectoryInfo(directory).EnumerateFiles().OrderBy(file => file.LastWriteTimeUtc).ThenBy(file => file.Name, StringComparer.Ordinal))
            if (KeyOf(file.Name) is { } key)
                journal.Remember(key, Read(file.FullName));
        return journal;
    }

    /// <summary>What is known of an order; null when it is none of these. A command that is not the same belongs to another order, of a master whose job numbers began anew.</summary>
    internal CommandNote? Find(CommandKey key, CommandSpec spec) =>
        _notes.GetValueOrDefault(key) is { } note && (note.Spec is null || note.Spec == TextOf(spec)) ? note : null;

    /// <summary>An order is about to be carried out.</summary>
    /// <exception cref="IOException">It cannot be written; the command must not be begun.</exception>
    internal void Begin(CommandKey key, CommandSpec spec)
    {
        var note = new CommandNote { Spec = TextOf(spec) };
        Write(key, note, isSynced: true);
        Remember(key, note);
    }

    /// <summary>A command has ended.</summary>
    /// <exception cref="IOException">It cannot be written: to the next process it is one without an end.</exception>
    internal void End(CommandKey key, CommandEnd end)
    {
        var note = _notes[key] = (_notes.GetValueOrDefault(key) ?? new CommandNote()) with { End = end };
        Write(key, note, isSynced: false);
    }

    private void Remember(CommandKey key, CommandNote note)
    {
        if (_notes.TryAdd(key, note))
            _age.Enqueue(key);
        else
            _notes[key] = note;
        // One that still runs stays, whatever its age.
        for (var left = _age.Count; _notes.Count > Most && left > 0; left--)
        {
            var oldest = _age.Dequeue();
            if (_notes[oldest].End is null)
            {
                _age.Enqueue(oldest);
                continue;
            }
            _notes.Remove(oldest);
            File.Delete(PathOf(oldest));
        }
    }

    private void Write(CommandKey key, CommandNote note, bool isSynced) =>
        WholeFile.Replace(PathOf(key), JsonSerializer.SerializeToUtf8Bytes(note, CommandJson.Default.CommandNote), OwnerOnly, isSynced);

    private static CommandNote Read(string path)
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(path), CommandJson.Default.CommandNote) ?? new CommandNote();
        }
        catch (JsonException)
        {
            return new CommandNote();
        }
    }

    private static string TextOf(CommandSpec spec) => JsonSerializer.Serialize(spec, CommandJson.Default.CommandSpec);

    private string PathOf(CommandKey key) => Path.Combine(_directory, NameOf(key));

    /// <summary>A key as a text, also as the tag of the process.</summary>
    internal static string NameOf(CommandKey key) => string.Create(CultureInfo.InvariantCulture, $"{key.Job}-{key.Opcode}-{key.Step}");

    private static CommandKey? KeyOf(string name) =>
        name.Split('-') is [var job, var opcode, var step] && long.TryParse(job, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
        && int.TryParse(opcode, NumberStyles.None, CultureInfo.InvariantCulture, out var index) && int.TryParse(step, NumberStyles.None, CultureInfo.InvariantCulture, out var place)
            ? new CommandKey(number, index, place) : null;
}

/// <summary>What is kept of a command.</summary>
internal sealed record CommandNote
{
    /// <summary>The command, as text to compare; null where the file was torn.</summary>
    public string? Spec { get; init; }

    /// <summary>How it ended; null when it has not, as far as is known.</summary>
    public CommandEnd? End { get; init; }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(CommandNote))]
[JsonSerializable(typeof(CommandSpec))]
internal sealed partial class CommandJson : JsonSerializerContext;
