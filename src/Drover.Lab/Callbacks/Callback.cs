using System.Globalization;
using System.Text.Json.Serialization;
using Drover.Kernel.Configuration;
using Drover.Kernel.Tables;
using Drover.Lab.TestJobs;

namespace Drover.Lab.Callbacks;

/// <summary>A call that a test job's <c>notify</c> wants: in memory while it is to be made, then a row of the table of callbacks.</summary>
public sealed record Callback
{
    /// <summary>Calls that were made or given up and are kept of each job.</summary>
    private const int MostOfAJob = 100;

    private static readonly TimeSpan s_oldest = TimeSpan.FromDays(30);

    /// <summary>The kind of those that are to be made.</summary>
    public static ObjectKind<Callback> Kind { get; } = new("callback", 1, LabJson.Default.Callback);

    /// <summary>Those that are done with; the index is the job.</summary>
    internal static StoreTable<Callback> Done { get; } = new("callback", 1, LabJson.Default.Callback, callback => callback.Key, callback => callback.Job.ToString(CultureInfo.InvariantCulture))
    {
        KeepPerIndex = MostOfAJob,
        KeepFor = new TableAge(s_oldest, moment => FirstKey(moment)),
    };

    /// <summary>The test job.</summary>
    public required long Job { get; init; }

    /// <summary>Its number among the callbacks of the job's definition, from 0.</summary>
    public required int Number { get; init; }

    /// <summary>Where the job stood: running or finished.</summary>
    public required TestJobState State { get; init; }

    /// <summary>How it had ended; unknown for one that runs.</summary>
    public TestJobHealth Health { get; init; }

    /// <summary>When the job came to that.</summary>
    public Timestamp Raised { get; init; }

    /// <summary>How often it was tried.</summary>
    public int Attempts { get; init; }

    /// <summary>When it is tried next.</summary>
    public Timestamp Next { get; init; }

    /// <summary>Where it went the last time, without user and password; null before the first.</summary>
    public string? Url { get; init; }

    /// <summary>What came of that, in words; null before the first.</summary>
    public string? Outcome { get; init; }

    /// <summary>Whether it was taken; null while it is to be made.</summary>
    public bool? IsSent { get; init; }

    /// <summary>Names it; in the order in which they were raised.</summary>
    [JsonIgnore]
    public string Key => $"{FirstKey(Raised)}-{Job:D12}-{(int)State}-{Number:D3}";

    private static string FirstKey(Timestamp moment) => $"{Math.Max(0, moment.Microseconds):D16}";
}
