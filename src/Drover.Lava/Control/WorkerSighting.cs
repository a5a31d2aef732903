namespace Drover.Lava.Control;

/// <summary>When a worker was heard last.</summary>
/// <param name="Worker">Its name.</param>
/// <param name="LastHeard">Time stamp of the door's clock (<see cref="TimeProvider.GetTimestamp"/>) of the last sign of life; 0 when only messages came that are none.</param>
/// <param name="IsOnline">False after <see cref="WorkerTable.TryMarkOffline"/>, until the next sign of life.</param>
public readonly record struct WorkerSighting(string Worker, long LastHeard, bool IsOnline);
