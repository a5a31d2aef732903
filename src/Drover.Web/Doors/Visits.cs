using Drover.Doors;
using Drover.Doors.Places;
using Drover.Kernel;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Drover.Web.Doors;

/// <summary>What the door has found about the connection of a request.</summary>
internal static class Visits
{
    /// <summary>Who calls.</summary>
    public static Visitor Visitor(this HttpContext http) => http.Features.GetRequiredFeature<Visitor>();

    /// <summary>Why the connection is not served; null when it is.</summary>
    public static string? Refusal(this HttpContext http) => http.Features.GetRequiredFeature<Admission>().Refusal;

    /// <summary>From here on the request is that of the one who has signed in.</summary>
    /// <param name="http">The request.</param>
    /// <param name="caller">Who it is.</param>
    /// <param name="again">Finds out once more who it is, by what was shown.</param>
    public static void SignIn(this HttpContext http, Caller caller, Func<Caller?> again)
    {
        http.Features.Set(Drover.Doors.Visitor.SignedIn(caller));
        http.Features.Set(new Standing(caller, again));
    }
}
