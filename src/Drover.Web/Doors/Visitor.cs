using Drover.Kernel;
using Microsoft.AspNetCore.Http;

namespace Drover.Web.Doors;

/// <summary>Who is at the other end of a connection; a feature of every request on it.</summary>
/// <param name="Caller">Known by the socket's credentials, or a stranger.</param>
/// <param name="IsLocal">Whether it came over the UNIX socket.</param>
internal sealed record Visitor(Caller Caller, bool IsLocal)
{
    public static Visitor Stranger { get; } = new(Caller.Stranger, IsLocal: false);

    public static Visitor Of(HttpContext http) => http.Features.Get<Visitor>() ?? Stranger;
}
