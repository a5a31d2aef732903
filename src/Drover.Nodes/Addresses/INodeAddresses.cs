namespace Drover.Nodes.Addresses;

/// <summary>The address that a machine has besides its own: where clients find the master.</summary>
public interface INodeAddresses
{
    /// <summary>The address that was set here and not taken down, also by an earlier daemon of this boot; null when there is none.</summary>
    NodeAddress? Present { get; }

    /// <summary>Sets an address, unless the machine has it already. One that another machine answers for is not taken.</summary>
    /// <returns>Why the machine does not have it now; null when it has.</returns>
    Task<string?> SetAsync(NodeAddress address, CancellationToken cancellationToken);

    /// <summary>Takes down what <see cref="Present"/> says. An address that was there before is left.</summary>
    /// <returns>Why it is still there; null when it is gone.</returns>
    Task<string?> TakeDownAsync(CancellationToken cancellationToken);
}
