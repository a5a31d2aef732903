namespace Drover.Kernel.Journal;

/// <summary>The durable home of journal and rows: all that the one daemon which leads needs of it.</summary>
public interface IStore : IJournal, ILease, IStoreUpkeep, IDisposable;
