namespace Drover.Kernel.Journal;

/// <summary>The store refused or could not do something; nothing was written.</summary>
public sealed class StoreException : DroverException
{
    public StoreException(string code, string message) : base(code, message) { }

    public StoreException(string code, string message, Exception inner) : base(code, message, inner) { }
}
