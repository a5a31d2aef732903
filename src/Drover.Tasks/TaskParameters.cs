using Drover.Kernel.Operations;
using Drover.Opcodes;

namespace Drover.Tasks;

/// <summary>What the opcodes of tasks have in common.</summary>
internal static class TaskParameters
{
    /// <exception cref="OperationException">There is no such task.</exception>
    public static ScheduledTask Target(OpcodeScope scope) =>
        scope.State.Objects.Find(ScheduledTask.Kind, scope["name"].Text()!) ?? throw Refusal.Unknown("Task", scope["name"].Text()!);

    /// <exception cref="OperationException">The schedule cannot be understood, or is never due.</exception>
    public static void Check(OpcodeScope scope, string schedule, string zone)
    {
        try
        {
            if (TaskSchedule.Parse(schedule, zone).After(scope.Now) is null)
                throw Refusal.WrongInput($"The schedule '{schedule}' of task {scope["name"].Text()} is never due again: there is no such day");
        }
        catch (FormatException e)
        {
            throw Refusal.WrongInput($"The schedule '{schedule}' of task {scope["name"].Text()} cannot be used: {e.Message}");
        }
    }

    /// <summary>When a task is due next, in seconds since the epoch; null while it is suspended.</summary>
    public static OpcodeOutcome Next(ScheduledTask task) => new(RawJson.Write(writer =>
    {
        if (task.NextTimes().Select(time => (Timestamp?)time).FirstOrDefault() is { } next)
            writer.WriteNumberValue(next.Seconds);
        else
            writer.WriteNullValue();
    }));
}
