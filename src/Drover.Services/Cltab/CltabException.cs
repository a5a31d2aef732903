namespace Drover.Services.Cltab;

/// <summary>
/// A cltab that is not read at all: <c>CLTAB_MISSING</c>, <c>CLTAB_UNREADABLE</c>, <c>CLTAB_NOT_A_FILE</c>, <c>CLTAB_FOREIGN_OWNER</c>,
/// <c>CLTAB_WRITABLE_BY_OTHERS</c>, <c>CLTAB_TOO_LARGE</c>,
/// <c>CLTAB_TOO_MANY_ERRORS</c>. What was in force before goes on to be in force.
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
