namespace Drover.Services.Cltab;

/// <summary>
/// A cltab that is not taken. It does not count: <c>CLTAB_MISSING</c>, <c>CLTAB_UNREADABLE</c>, <c>CLTAB_NOT_A_FILE</c>, <c>CLTAB_FOREIGN_OWNER</c>,
/// <c>CLTAB_WRITABLE_BY_OTHERS</c>, <c>CLTAB_TOO_LARGE</c>, <c>CLTAB_TOO_MANY_ERRORS</c>, <c>CLTAB_BEING_WRITTEN</c>. Or it must be confirmed:
/// <c>CLTAB_EMPTY</c>, <c>CLTAB_STOPS_TOO_MUCH</c>, <c>CLTAB_UNDONE</c>. Or there is none: <c>CLTAB_NOTHING_TO_UNDO</c>. What was in force before goes on to be.
/// </summary>
public sealed class CltabException : DroverException
{
    public CltabException(string code, string message) : base(code, message)
    {
    }

    public CltabException(string code, string message, Exception inner) : base(code, message, inner)
    {
    }
}
