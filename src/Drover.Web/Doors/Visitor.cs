using Drover.Kernel;

namespace Drover.Web.Doors;

/// <summary>Who is at the other end of a connection; a feature of every request on it.</summary>
/// <param name="Caller">Known by the socket's credentials; null for strangers on TCP.</param>
internal sealed record Visitor(Caller? Caller)
{
    public static Visitor Stranger { get; } = new((Caller?)null);
}
