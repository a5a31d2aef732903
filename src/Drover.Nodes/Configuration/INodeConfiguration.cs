namespace Drover.Nodes.Configuration;

/// <summary>The copy of the cluster's configuration that a node keeps.</summary>
public interface INodeConfiguration
{
    /// <summary>Why the node does not have what it is to keep; null when it has, was not told, or does not keep such files.</summary>
    string? Problem { get; }

    /// <summary>What the node is to keep from now on: it is told at once, or when it comes.</summary>
    /// <param name="files">The files; null when it is to keep what it has, and is told nothing more.</param>
    void Keep(ConfigurationFiles? files);

    /// <summary>Has the node write all of it once more, whatever has become of it there, and waits until it has.</summary>
    /// <returns>Why it has not; null when it has, or keeps no such files.</returns>
    Task<string?> GiveAnewAsync(CancellationToken cancellationToken);
}
