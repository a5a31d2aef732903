namespace Drover.Kernel.Queries;

/// <summary>Whose rules a filter follows where two releases of Ganeti differ. Both understand the operators of both.</summary>
public enum FilterDialect
{
    /// <summary>The rules observed from 3.0.2. Also those of the command line and HTTP.</summary>
    Ganeti302,
    /// <summary>The rules of 2.6, for clients that announce that version.</summary>
    Ganeti26,
}
