namespace Drover.Kernel.Journal;

/// <summary>The store refused or could not do something; nothing was written.</summary>
public sealed class StoreException : DroverException
{
    /// <summary>An error of the store with a stable code.</summary>
    public StoreException(string code, string message) : base(code, message) { }

    /// <summary>Whether the store cannot be trusted by this process any more, such as when another one leads: the daemon ends.</summary>
    public bool IsFatal { get; init; }

    /// <summary>An error of the store with a stable code.</summary>
    public StoreException(string code, string message, Exception inner) : base(code, message, inner) { }
}
