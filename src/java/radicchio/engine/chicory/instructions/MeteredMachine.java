package radicchio.engine.chicory.instructions;

import com.dylibso.chicory.runtime.Machine;
import radicchio.engine.limits.WorkMeter;

/**
 * The machine of an instance that makes arrays, with what counts its work: an instruction knows its instance only, and
 * the machine is what an instance has of ours.
 */
public record MeteredMachine(Machine machine, WorkMeter meter) implements Machine {
  @Override
  public long[] call(int function, long[] args) {
    return machine.call(function, args);
  }
}
