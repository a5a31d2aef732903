using Drover.Doors;
using Drover.Kernel;
using Drover.People.SignIn;
using Drover.Web.Doors;
using Microsoft.Extensions.Logging;

namespace Drover.Web.Sessions;

/// <summary>Tells who has signed in and out, and who has tried: each that succeeds, and of failures one a minute and address.</summary>
internal sealed class SignInLines(ILogger log, TimeProvider clock)
{
    private readonly RareLines _refused = new(clock);

    public void SignedIn(WebSession session, string means) => HttpLog.SignedIn(log, session.User, session.From, means);

    public void Ended(WebSession session, Principal by) => HttpLog.SignedOut(log, session.User, session.From, by);

    public void Changed(Principal user, string from) => HttpLog.PasswordChanged(log, user, from);

    public void RefusedByProvider(string from, string reason)
    {
        if (_refused.Add(from) is > 0 and var count)
            HttpLog.ProviderRefused(log, count, from, reason);
    }

    public void Refused(string from, SignInOutcome outcome)
    {
        if (_refused.Add(from) is > 0 and var count)
            HttpLog.SignInRefused(log, count, from, outcome.Known ?? "nobody who is known", outcome.Wait is null ? "what was shown is not right" : "there were too many before");
    }
}
