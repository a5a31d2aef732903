using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Serialization;
using Drover.Kernel;
using Drover.Kernel.Configuration;
using Drover.Kernel.Tables;
using Drover.Lab.Scheduling;

namespace Drover.Lab.TestJobs;

/// <summary>What is known of a test job beside its job in the queue. In memory while it is not over; then a row of the table of test jobs.</summary>
public sealed record TestJob
{
    /// <summary>Most finished test jobs that are kept of each device, and of those that never had one.</summary>
    private const int MostOfADevice = 10_000;

    /// <summary>The kind of those that are not over; the key is the id, written to a fixed width.</summary>
    public static ObjectKind<TestJob> Kind { get; } = new("test-job", 1, LabJson.Default.TestJob,
        shown: Disclosure.Everyone("id", "state", "health", "device_type", "device", "worker", "health_check", "submitted", "started", "ended", "priority", "queue_ends", "group", "sub_id", "role", "host_device")
            .Operators("name", "submitter", "submitter_groups", "tags", "visibility", "comment", "error_type", "bound", "notify_when", "callbacks"));

    /// <summary>Those that are over, by id; the index is the device.</summary>
    internal static StoreTable<TestJob> Finished { get; } = new("test-job", 1, LabJson.Default.TestJob, job => KeyOf(job.Id), job => job.Device ?? "")
    {
        KeepPerIndex = MostOfADevice,
    };

    /// <summary>Id of the job, and of the test job on every wire.</summary>
    public required long Id { get; init; }

    /// <summary>Name of the job, from its definition.</summary>
    public required string Name { get; init; }

    /// <summary>The device type that it asks for; empty for one that connects to the device of another.</summary>
    public required string DeviceType { get; init; }

    /// <summary>What the device must offer.</summary>
    public ImmutableArray<string> Tags { get; init; } = [];

    /// <summary>Who submitted it.</summary>
    public Principal Submitter { get; init; }

    /// <summary>The groups that the submitter was in then. Versions before devices had groups have stored none.</summary>
    public ImmutableArray<string> SubmitterGroups
    {
        get => field.IsDefault ? [] : field;
        init;
    }

    /// <summary>0 to 100, the highest first.</summary>
    public int Priority { get; init; } = 50;

    /// <summary>Who may see it: <c>public</c>, <c>personal</c>, or names of groups with commas between them.</summary>
    public string Visibility { get; init; } = "public";

    /// <summary>Whether it is a health check.</summary>
    public bool HealthCheck { get; init; }

    /// <summary>The one device that it must have; null when any of its type will do.</summary>
    public string? Bound { get; init; }

    /// <summary>The group that it is a member of, or null.</summary>
    public string? Group { get; init; }

    /// <summary>Its number in its group, as LAVA writes it: the id of the first member, a dot, and a number from 0 on. Null outside of a group.</summary>
    public string? SubId { get; init; }

    /// <summary>The job that has made its group, whose opcode has the whole definition; null outside of a group.</summary>
    public long? GroupJob { get; init; }

    /// <summary>Its role in its group, or null.</summary>
    public string? Role { get; init; }

    /// <summary>The device of another member that it connects to; null for one that has a device of its own.</summary>
    public string? HostDevice { get; init; }

    /// <summary>Where it stands.</summary>
    public TestJobState State { get; init; }

    /// <summary>How it ended.</summary>
    public TestJobHealth Health { get; init; }

    /// <summary>The device that it has or had; null before.</summary>
    public string? Device { get; init; }

    /// <summary>The worker of that device, or of the one that it connects to.</summary>
    public string? Worker { get; init; }

    /// <summary>Whether its device has been told already what its end means for it: the leader of a group, whose job goes on.</summary>
    public bool HasLeft { get; init; }

    /// <summary>When it was submitted.</summary>
    public Timestamp Submitted { get; init; }

    /// <summary>When it is canceled unless it has a device by then (<c>timeouts.queue</c>); null for never.</summary>
    public Timestamp? QueueEnds { get; init; }

    /// <summary>When its worker began it.</summary>
    public Timestamp? Started { get; init; }

    /// <summary>When it ended.</summary>
    public Timestamp? Ended { get; init; }

    /// <summary>Type of the error that ended it, as workers name them; empty for none.</summary>
    public string ErrorType { get; init; } = "";

    /// <summary>Why it did not complete, in words.</summary>
    public string Comment { get; init; } = "";

    /// <summary>The status at which its callbacks are called (<c>notify.criteria.status</c>); null for none.</summary>
    public string? NotifyWhen { get; init; }

    /// <summary>How many addresses are called then.</summary>
    public int Callbacks { get; init; }

    /// <summary>Who asks for its devices.</summary>
    [JsonIgnore]
    internal Applicant Applicant => new(Submitter, SubmitterGroups);

    /// <summary>Whether its end is known, though its job may still be on its way out.</summary>
    [JsonIgnore]
    public bool IsOver => State == TestJobState.Finished;

    /// <summary>Whether it has waited for a device for longer than it may.</summary>
    public bool IsLate(Timestamp now) => State == TestJobState.Submitted && QueueEnds is { } ends && ends < now;

    /// <summary>The key of a test job.</summary>
    public static string KeyOf(long id) => id.ToString("D12", CultureInfo.InvariantCulture);
}
