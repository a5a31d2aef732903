using Drover.Kernel;
using Drover.Kernel.Queries;

namespace Drover.Tasks;

/// <summary>Tasks, with when they are due.</summary>
internal static class TaskResource
{
    private const int Shown = 5;

    public static Resource Build() => Resource.Of<ScheduledTask>("task", "Jobs that are submitted by the clock")
        .KeyedBy("name", task => task.Name)
        .Rows(context => context.State.Objects.All(ScheduledTask.Kind))
        .Find((context, name) => context.State.Objects.Find(ScheduledTask.Kind, name), "Task {0} not found")
        .VisibleTo(Visibility.Operators)
        .Field("name", "Name", FieldKind.Text, "What it is called", task => task.Name, isDefault: true)
        .Field("schedule", "Schedule", FieldKind.Text, "When it is due, as a line of cron", task => task.Schedule, isDefault: true)
        .Field("zone", "Zone", FieldKind.Text, "The time zone of the schedule", task => task.Zone)
        .Field("next", "Next", FieldKind.Timestamp, "When it is due next", task => task.NextTimes().Select(FieldValue.Seconds).FirstOrDefault(FieldValue.Null), isDefault: true)
        .Field("following", "Following", FieldKind.Other, "The next five times, in seconds since the epoch", task => FieldValue.Json(Following(task).Utf8))
        .Field("last", "Last", FieldKind.Timestamp, "The time that its last job was due at", task => task.LastDue is { } due ? FieldValue.Seconds(due) : FieldValue.Null, isDefault: true)
        .Field("job", "Job", FieldKind.Number, "Its last job", task => task.LastJob is { } job ? FieldValue.Of(job) : FieldValue.Null, isDefault: true)
        .Field("problem", "Problem", FieldKind.Text, "Why nothing was submitted when it was due last", task => task.Problem, isDefault: true)
        .Field("skipped", "Skipped", FieldKind.Number, "How often it was due and nothing was submitted", task => task.Skipped)
        .Field("suspended", "Suspended", FieldKind.Bool, "Whether it is due at no time until it is told otherwise", task => task.Suspended)
        .Field("catch_up", "CatchUp", FieldKind.Bool, "Whether one run makes up for those that were missed", task => task.CatchUp)
        .Field("overlap", "Overlap", FieldKind.Bool, "Whether it runs also while its last job has not ended", task => task.Overlap)
        .Field("description", "Description", FieldKind.Text, "What it is for", task => task.Description)
        .Field("owner", "Owner", FieldKind.Text, "Whose its jobs are", task => task.Owner.ToString())
        .Field("created", "Created", FieldKind.Timestamp, "When it was added", task => FieldValue.Seconds(task.Created))
        .Field("ops", "Ops", FieldKind.Other, "The opcodes of its job", task => FieldValue.Json(task.Ops.Utf8))
        .Build();

    private static RawJson Following(ScheduledTask task) => RawJson.Write(writer =>
    {
        writer.WriteStartArray();
        foreach (var time in task.NextTimes().Take(Shown))
            writer.WriteNumberValue(time.Seconds);
        writer.WriteEndArray();
    });
}
