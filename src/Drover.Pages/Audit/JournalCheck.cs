using Drover.Pages.Rendering;
using Drover.Web.Audit;
using Drover.Web.Calls;

namespace Drover.Pages.Audit;

/// <summary>Has the journal checked, and keeps what was found last until the daemon ends.</summary>
/// <param name="audit">Checks it.</param>
internal sealed class JournalCheck(IAudit audit)
{
    private CheckReport? _last;

    /// <summary>What was found last; null when nobody has asked.</summary>
    public CheckReport? Last => Volatile.Read(ref _last);

    /// <summary>Checks it, and goes to the page that says what was found.</summary>
    public async Task RunAsync(Call call)
    {
        var found = await audit.VerifyAsync(replay: false, told: null, call.Aborted);
        Volatile.Write(ref _last, new CheckReport(call.Kernel.Clock.GetUtcNow(), found));
        Redirect.To(call, "/audit", "audit.done");
    }
}
