using Drover.Kernel.Operations;
using Drover.Lab.Definitions;

namespace Drover.Lab.TestJobs;

/// <summary>What a job definition asks of the lab, apart from what it asks of the worker.</summary>
/// <param name="Name">Name of the job.</param>
/// <param name="DeviceType">The type of its device.</param>
/// <param name="Tags">What that must offer.</param>
/// <param name="Priority">0 to 100.</param>
/// <param name="Visibility">Who may see it.</param>
/// <param name="QueueTimeout">How long it waits for a device; null for any time.</param>
/// <param name="NotifyWhen">The status at which addresses are called; null for none.</param>
/// <param name="Callbacks">How many.</param>
internal sealed record JobWish(string Name, string DeviceType, IReadOnlyList<string> Tags, int Priority, string Visibility, TimeSpan? QueueTimeout, string? NotifyWhen, int Callbacks)
{
    /// <summary>Most addresses that one job may have called.</summary>
    private const int MostCallbacks = 20;

    /// <exception cref="OperationException">The definition is wrong; the text names key and line.</exception>
    public static JobWish Read(string definition)
    {
        try
        {
            var read = JobDefinition.Read(definition, DefinitionRules.Submission);
            var visibility = read.Visibility.IsPublic ? "public" : read.Visibility.Groups.IsEmpty ? "personal" : string.Join(',', read.Visibility.Groups);
            // No change is told against the health before: that is always unknown, so that LAVA never calls for one.
            var (when, callbacks) = read.Notify is { Change: null, Callbacks.IsEmpty: false } notify ? (notify.Status, notify.Callbacks.Length) : (null, 0);
            if (callbacks > MostCallbacks)
                throw Refusal.WrongInput($"notify.callbacks: a job calls at most {MostCallbacks} addresses, not {callbacks}");
            return read.DeviceType is { } type
                ? new JobWish(read.Name, type, read.Tags, read.Priority, visibility, read.QueueTimeout, when, callbacks)
                : throw Refusal.WrongInput("protocols: jobs of several devices (lava-multinode) are not run yet: give a device_type");
        }
        catch (DefinitionException e)
        {
            throw Refusal.WrongInput(e.Message);
        }
    }
}
