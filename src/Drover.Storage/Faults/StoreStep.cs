namespace Drover.Storage.Faults;

/// <summary>Places in a write - an append, a cut, an upgrade - where a test may stop the process.</summary>
public enum StoreStep
{
    /// <summary>Nothing has happened yet.</summary>
    BeforeBegin,
    /// <summary>Journal records are in the transaction.</summary>
    AfterJournal,
    /// <summary>Rows are in the transaction too.</summary>
    AfterRows,
    /// <summary>The transaction is whole but not committed.</summary>
    BeforeCommit,
    /// <summary>The disk has the transaction; the head file is still that of the commit before.</summary>
    AfterCommit,
    /// <summary>The head file is written; the caller does not know yet.</summary>
    AfterHead,
}
