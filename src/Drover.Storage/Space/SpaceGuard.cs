using Drover.Kernel.Journal;
using Drover.Storage.Telling;
using Microsoft.Extensions.Logging;

namespace Drover.Storage.Space;

/// <summary>Knows how much room the file system has, looks again at most every 250 ms, and keeps the reserve file.</summary>
internal sealed class SpaceGuard
{
    private static readonly TimeSpan s_checkEvery = TimeSpan.FromMilliseconds(250);

    private readonly Lock _gate = new();
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly Func<long> _freeBytes;
    private readonly long _lowWater;
    private readonly long _reserveBytes;
    private readonly ReserveFile _reserve;
    private long _checkedAt;
    private bool _writeFailed;
    private StoreHealth _health;

    internal SpaceGuard(SqliteStoreOptions options, TimeProvider time, ILogger log)
    {
        (_time, _log) = (time, log);
        var drive = new DriveInfo(options.Directory);
        _freeBytes = options.FreeBytes ?? (() => drive.AvailableFreeSpace);
        (_lowWater, _reserveBytes) = (options.LowWater, options.ReserveBytes);
        _reserve = new ReserveFile(options.Reserve, options.ReserveBytes);
        lock (_gate)
            Look_NeedsLock();
        if (_health == StoreHealth.LowSpace)
            StoreLog.LowSpace(_log);
    }

    internal StoreHealth Health
    {
        get
        {
            (StoreHealth Health, ReserveState Reserve) before, now;
            lock (_gate)
            {
                before = (_health, _reserve.State);
                if (_time.GetElapsedTime(_checkedAt) >= s_checkEvery)
                    Look_NeedsLock();
                now = (_health, _reserve.State);
            }
            Tell(before, now);
            return now.Health;
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
        (StoreHealth Health, ReserveState Reserve) before, now;
        bool given;
        lock (_gate)
        {
            before = (_health, _reserve.State);
            _writeFailed = true;
            given = _reserve.GiveUp();
            _checkedAt = _time.GetTimestamp();
            _health = StoreHealth.LowSpace;
            now = (_health, _reserve.State);
        }
        Tell(before, now);
        return given;
    }

    private void Tell((StoreHealth Health, ReserveState Reserve) before, (StoreHealth Health, ReserveState Reserve) now)
    {
        if (now.Reserve != before.Reserve && now.Reserve == ReserveState.GivenUp)
            StoreLog.ReserveGivenUp(_log);
        else if (now.Reserve != before.Reserve)
            StoreLog.ReserveAgain(_log);
        if (now.Health != before.Health && now.Health == StoreHealth.LowSpace)
            StoreLog.LowSpace(_log);
        else if (now.Health != before.Health)
            StoreLog.SpaceAgain(_log);
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
