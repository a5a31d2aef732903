using Drover.Kernel;

namespace Drover.Web.Sessions;

/// <summary>Somebody who has signed in with a browser.</summary>
/// <param name="Caller">Who it is, with what they may do.</param>
/// <param name="Ends">When it ends, whether it is used or not.</param>
public sealed record WebSession(Caller Caller, DateTimeOffset Ends);
