namespace Drover.Web.Calls;

/// <summary>Who may use a route.</summary>
internal enum Access
{
    /// <summary>Operators alone: it changes something, or shows what observers may not see.</summary>
    Operators,
    /// <summary>Everybody on the UNIX socket; what observers may not see is left out.</summary>
    Local,
    /// <summary>Everybody, also over TCP.</summary>
    Anyone,
}
