using Drover.Kernel.Journal;

namespace Drover.Storage.Space;

/// <summary>Knows how much room the file system has, looks again at most every 250 ms, and keeps the reserve file.</summary>
internal sealed class SpaceGuard
{
    private static readonly TimeSpan CheckEvery = TimeSpan.FromMilliseconds(250);

    private readonly Lock _gate = new();
    private readonly TimeProvider _time;
    private readonly Func<long> _freeBytes;
    private readonly long _lowWater;
    private readonly long _reserveBytes;
    private readonly ReserveFile _reserve;
    private long _checkedAt;
    private bool _writeFailed;
    private StoreHealth _health;

    internal SpaceGuard(SqliteStoreOptions options, TimeProvider time)
    {
        _time = time;
        var drive = new DriveInfo(options.Directory);
        _freeBytes = options.FreeBytes ?? (() => drive.AvailableFreeSpace);
        (_lowWater, _reserveBytes) = (options.LowWater, options.ReserveBytes);
        _reserve = new ReserveFile(options.Reserve, options.ReserveBytes);
        lock (_gate)
            Look_NeedsLock();
    }

    internal StoreHealth Health
    {
        get
        {
            lock (_gate)
            {
                if (_time.GetElapsedTime(_checkedAt) >= CheckEvery)
                    Look_NeedsLock();
                return _health;
            }
        }
    }

    internal ReserveState Reserve
    {
        get
        {
            lock (_gate)
                return _reserve.State;
        }
    }

    /// <summary>A write found no room. True when the reserve was given up and one more try makes sense.</summary>
    internal bool OnFullDisk()
    {
        lock (_gate)
        {
            _writeFailed = true;
            var given = _reserve.GiveUp();
            _checkedAt = _time.GetTimestamp();
            _health = StoreHealth.LowSpace;
            return given;
        }
    }

    private void Look_NeedsLock()
    {
        _checkedAt = _time.GetTimestamp();
        long free;
        try
        {
            free = _freeBytes();
        }
        catch (IOException)
        {
            // Nobody knows, so take no new work until somebody does.
            free = 0;
        }
        if (_reserve.State == ReserveState.GivenUp && free >= _lowWater + _reserveBytes)
        {
            _reserve.TryAllocate();
            _writeFailed &= _reserve.State == ReserveState.GivenUp && _reserveBytes > 0;
        }
        // After a failed write the figure alone is not believed (quotas): the reserve has to fit again first.
        _health = free < _lowWater || _writeFailed ? StoreHealth.LowSpace : StoreHealth.Ok;
    }
}
