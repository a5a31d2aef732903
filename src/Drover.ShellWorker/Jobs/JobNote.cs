using System.Text.Json;
using System.Text.Json.Serialization;
using Drover.ShellWorker.Output;

namespace Drover.ShellWorker.Jobs;

/// <summary>Where a test job stands, as the next daemon finds it. What was done behind a note is done again after a crash, and comes to the same: log lines have numbers, and one that the
/// log has is not written again; processes are found by the definition that they are of.</summary>
internal sealed record JobNote
{
    /// <summary>The test job.</summary>
    public required long Job { get; init; }

    /// <summary>The boot in which it was begun.</summary>
    public required string Boot { get; init; }

    /// <summary>When this was noted, since the boot.</summary>
    public TimeSpan Noted { get; init; }

    /// <summary>The same by the clock of the master, which counts on for a machine that it cannot ask.</summary>
    public DateTimeOffset NotedAt { get; init; }

    /// <summary>What comes next.</summary>
    public JobPhase Phase { get; init; }

    /// <summary>The definition that it is at, from 0.</summary>
    public int Index { get; init; }

    /// <summary>When the job was begun, since the boot; so are the others.</summary>
    public TimeSpan Began { get; init; }

    /// <summary>When the action of the definition was begun.</summary>
    public TimeSpan ActionBegan { get; init; }

    /// <summary>When the definition was begun.</summary>
    public TimeSpan Started { get; init; }

    /// <summary>When it had ended.</summary>
    public TimeSpan Ended { get; init; }

    /// <summary>Whether its process is known to have been started.</summary>
    public bool IsStarted { get; init; }

    /// <summary>How its process ended, in words; empty when nobody knows.</summary>
    public string Exit { get; init; } = "";

    /// <summary>Whether it ended with exit code 0.</summary>
    public bool Passed { get; init; }

    /// <summary>Why the job ends early; null when it does not.</summary>
    public JobCause? Cause { get; init; }

    /// <summary>Number of the next line of the job's log.</summary>
    public long Line { get; init; }

    /// <summary>Lines of output so far, results among them.</summary>
    public long OutputLines { get; init; }

    /// <summary>Bytes of output of the definitions before this one.</summary>
    public long OutputBytes { get; init; }

    /// <summary>Up to where the output of the definition is in the log.</summary>
    public long Offset { get; init; }

    /// <summary>What is known of that output.</summary>
    public OutputState Output { get; init; } = new();

    /// <summary>Puts it on record in place of the one before.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    public void Write(string path) =>
        WholeFile.Replace(path, JsonSerializer.SerializeToUtf8Bytes(this, NoteJson.Default.JobNote), UnixFileMode.UserRead | UnixFileMode.UserWrite);

    /// <summary>Reads one; null when there is none.</summary>
    /// <exception cref="JsonException">It is none.</exception>
    public static JobNote? Read(string path) => File.Exists(path) ? JsonSerializer.Deserialize(File.ReadAllBytes(path), NoteJson.Default.JobNote) : null;
}

/// <summary>What a test job does next.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<JobPhase>))]
internal enum JobPhase
{
    /// <summary>Nothing was done.</summary>
    Begin,
    /// <summary>The definition is to be started.</summary>
    Ready,
    /// <summary>The definition may have been started.</summary>
    Running,
    /// <summary>The definition has ended, and all of its output is in the log.</summary>
    Ended,
    /// <summary>The verdict is to be told.</summary>
    Finishing,
}

/// <summary>Why a test job ends before its time.</summary>
/// <param name="ErrorType">Type of the error, as LAVA names them.</param>
/// <param name="Message">Why, in words.</param>
internal sealed record JobCause(string ErrorType, string Message)
{
    /// <summary>Somebody has cancelled it.</summary>
    public static JobCause Canceled { get; } = new("Canceled", "The job was canceled");

    /// <summary>Whether somebody has cancelled it.</summary>
    [JsonIgnore]
    public bool IsCancel => ErrorType == "Canceled";
}

/// <summary>The stored form.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(JobNote))]
internal sealed partial class NoteJson : JsonSerializerContext;
