using Drover.Kernel;
using Drover.Kernel.Configuration;

namespace Drover.Tasks;

/// <summary>A job that is submitted again and again, by the clock.</summary>
internal sealed record ScheduledTask : INamedObject
{
    /// <summary>The kind; the key is the name.</summary>
    public static ObjectKind<ScheduledTask> Kind { get; } = new("task", 1, TasksJson.Default.ScheduledTask);

    /// <summary>The name.</summary>
    public required string Name { get; init; }

    /// <summary>When it is due: a line of cron, with or without seconds (<see cref="TaskSchedule"/>).</summary>
    public required string Schedule { get; init; }

    /// <summary>The time zone in which the schedule is read, as in the tz database.</summary>
    public required string Zone { get; init; }

    /// <summary>The opcodes of the job, as they were given: a list.</summary>
    public required RawJson Ops { get; init; }

    /// <summary>Whether one run is made up for when some were missed while the daemon did not run.</summary>
    public bool CatchUp { get; init; }

    /// <summary>Whether it runs also while its last job has not ended.</summary>
    public bool Overlap { get; init; }

    /// <summary>Whether it is due at no time until it is told otherwise.</summary>
    public bool Suspended { get; init; }

    /// <summary>What it is for, in words.</summary>
    public string Description { get; init; } = "";

    /// <summary>Whose the jobs are: who added it.</summary>
    public Principal Owner { get; init; }

    /// <summary>When it was added.</summary>
    public Timestamp Created { get; init; }

    /// <summary>Only what comes after this is due: the last time that was dealt with, or since when this schedule holds.</summary>
    public Timestamp Since { get; init; }

    /// <summary>The time that its last job was due at; null before there was one.</summary>
    public Timestamp? LastDue { get; init; }

    /// <summary>Its last job.</summary>
    public long? LastJob { get; init; }

    /// <summary>Why nothing was submitted when it was due last; null when it was.</summary>
    public string? Problem { get; init; }

    /// <summary>How often it was due and nothing was submitted.</summary>
    public long Skipped { get; init; }

    /// <summary>When it is due from now on, in order; at no time while it is suspended, nor where its zone is not known any more.</summary>
    public IEnumerable<Timestamp> NextTimes()
    {
        if (Suspended)
            return [];
        try
        {
            return TaskSchedule.Parse(Schedule, Zone).Following(Since);
        }
        catch (FormatException)
        {
            return [];
        }
    }
}
