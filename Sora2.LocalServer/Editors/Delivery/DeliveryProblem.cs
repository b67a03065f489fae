namespace Sora2.LocalServer.Editors.Delivery;

/// <summary>Why a folder did not take a delivery.</summary>
public enum DeliveryProblem
{
    DiskFull,

    /// <summary>No permission, a volume mounted read-only, or a file in the way.</summary>
    NotWritable,

    /// <summary>Something of that name is there, and nothing is overwritten.</summary>
    AlreadyThere,
}
