using Drover.Kernel.Operations;
using Drover.Lab.Definitions;

namespace Drover.Lab.TestJobs;

/// <summary>What a job definition asks of the lab, apart from what it asks of the worker.</summary>
/// <param name="Definition">The definition.</param>
/// <param name="Visibility">Who may see it.</param>
/// <param name="NotifyWhen">The status at which addresses are called; null for none.</param>
/// <param name="Callbacks">How many.</param>
internal sealed record JobWish(JobDefinition Definition, string Visibility, string? NotifyWhen, int Callbacks)
{
    /// <summary>Most addresses that one job may have called.</summary>
    private const int MostCallbacks = 20;

    // The steps of a submit ask one after the other, each with the text alone.
    private static JobWish? s_last;

    /// <summary>What was read of this definition, if it was the last one that was read; else null.</summary>
    public static JobWish? Known(string definition) => Volatile.Read(ref s_last) is { } last && last.Definition.Text == definition ? last : null;

    /// <exception cref="OperationException">The definition is wrong; the text names key and line.</exception>
    public static JobWish Read(string definition)
    {
        if (Known(definition) is { } known)
            return known;
        try
        {
            var read = JobDefinition.Read(definition, DefinitionRules.Submission);
            var visibility = read.Visibility.IsPublic ? "public" : read.Visibility.Groups.IsEmpty ? "personal" : string.Join(',', read.Visibility.Groups);
            // No change is told against the health before: that is always unknown, so that LAVA never calls for one.
            var (when, callbacks) = read.Notify is { Change: null, Callbacks.IsEmpty: false } notify ? (notify.Status, notify.Callbacks.Length) : (null, 0);
            if (callbacks > MostCallbacks)
                throw Refusal.WrongInput($"notify.callbacks: a job calls at most {MostCallbacks} addresses, not {callbacks}");
            var wish = new JobWish(read, visibility, when, callbacks);
            Volatile.Write(ref s_last, wish);
            return wish;
        }
        catch (DefinitionException e)
        {
            throw Refusal.WrongInput(e.Message);
        }
    }
}
