using Drover.Kernel.Commands;

namespace Drover.Daemon;

/// <summary>Random identifiers (RFC 9562, version 4).</summary>
internal sealed class GuidSource : IIdSource
{
    public string NewUuid() => Guid.NewGuid().ToString();
}
