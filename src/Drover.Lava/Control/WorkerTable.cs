using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Drover.Lava.Control;

/// <summary>
/// Who has spoken to the door, and when. The door writes it with each PING, HELLO and HELLO_RETRY; the domain reads it, says who is offline, and counts those
/// START_OK and END as signs of life that are about jobs which exist. From any thread, without locks.
/// </summary>
public sealed class WorkerTable
{
    private readonly ConcurrentDictionary<byte[], WorkerContact> _contacts = new(IdentityComparer.Instance);
    private readonly ConcurrentDictionary<byte[], WorkerContact>.AlternateLookup<ReadOnlySpan<byte>> _byFrame;
    private readonly TimeProvider _clock;
    private readonly int _most;
    private int _count;

    internal WorkerTable(TimeProvider clock, int most)
    {
        _clock = clock;
        _most = most;
        _byFrame = _contacts.GetAlternateLookup<ReadOnlySpan<byte>>();
    }

    /// <summary>Workers in the table.</summary>
    public int Count => Volatile.Read(ref _count);

    /// <summary>All of them, each as it is at its moment, in no order.</summary>
    public IEnumerable<WorkerSighting> All => _contacts.Select(contact => Sighting(contact.Value));

    /// <summary>A worker; null when the door knows of none with that name.</summary>
    public WorkerSighting? Find(string worker) => TryFind(worker, out var contact) ? Sighting(contact) : null;

    /// <summary>A sign of life that only the domain can know to be one.</summary>
    /// <returns>What the worker was before; <see cref="Contact.New"/> also for one that is not in the table (any more).</returns>
    public Contact Heard(string worker) => TryFind(worker, out var contact) ? contact.Hear(_clock.GetTimestamp()) : Contact.New;

    /// <summary>A worker was silent for too long. Its next PING is told to the domain.</summary>
    /// <param name="seen">What the caller has judged by.</param>
    /// <returns>False when the worker was heard meanwhile, or is offline or forgotten already; then nothing changes.</returns>
    public bool TryMarkOffline(WorkerSighting seen) => TryFind(seen.Worker, out var contact) && contact.TryMarkOffline(seen.LastHeard);

    /// <summary>Leaves a worker out of the table. When it speaks again it is <see cref="Contact.New"/>, and has to be admitted.</summary>
    public void Forget(string worker)
    {
        if (_contacts.TryRemove(Encoding.UTF8.GetBytes(worker), out _))
            Interlocked.Decrement(ref _count);
    }

    internal bool TryFind(ReadOnlySpan<byte> identity, [NotNullWhen(true)] out WorkerContact? contact) => _byFrame.TryGetValue(identity, out contact);

    /// <summary>Enters a worker; null when there are as many as may be. For the door's thread, the only one that adds.</summary>
    internal WorkerContact? Add(ReadOnlySpan<byte> identity)
    {
        if (Count >= _most)
            return null;
        var contact = new WorkerContact(identity.ToArray());
        if (_contacts.TryAdd(contact.Identity, contact))
            Interlocked.Increment(ref _count);
        return contact;
    }

    private static WorkerSighting Sighting(WorkerContact contact) => new(contact.Name, contact.LastHeard, contact.IsOnline);

    private bool TryFind(string worker, [NotNullWhen(true)] out WorkerContact? contact)
    {
        Span<byte> identity = stackalloc byte[WorkerName.MaximumBytes];
        contact = null;
        return Encoding.UTF8.TryGetBytes(worker, identity, out var length) && TryFind(identity[..length], out contact);
    }
}
