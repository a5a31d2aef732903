namespace Drover.Storage.Faults;

/// <summary>Told at every step of a write; it may throw, or end the process.</summary>
public interface IStoreFaults
{
    /// <summary>The writer has come to this step.</summary>
    void At(StoreStep step);
}
