// SPDX-License-Identifier: Apache-2.0
#include "faulty_disk.hpp"

#include <cstddef>
#include <new>

#include <gtest/gtest.h>

namespace fairlead::store_sqlite {
namespace {

FaultyDisk* the_disk = nullptr;

// Our file; the real one follows in the same memory.
struct File {
  sqlite3_file base;
  sqlite3_io_methods methods;
};
constexpr std::size_t kFileSize = (sizeof(File) + 15) / 16 * 16;

sqlite3_file* real(sqlite3_file* file) {
  return reinterpret_cast<sqlite3_file*>(reinterpret_cast<std::byte*>(file) + kFileSize);
}

int write(sqlite3_file* file, const void* bytes, int size, sqlite3_int64 offset) {
  if (!the_disk->take_write()) return SQLITE_FULL;
  return real(file)->pMethods->xWrite(real(file), bytes, size, offset);
}

int sync(sqlite3_file* file, int flags) {
  if (!the_disk->take_sync()) return SQLITE_IOERR_FSYNC;
  return real(file)->pMethods->xSync(real(file), flags);
}

// The rest goes straight through.
template <auto member, class... Arguments>
auto pass(sqlite3_file* file, Arguments... arguments) {
  return (real(file)->pMethods->*member)(real(file), arguments...);
}

int open(sqlite3_vfs*, sqlite3_filename name, sqlite3_file* file, int flags, int* flags_out) {
  using Methods = sqlite3_io_methods;
  sqlite3_vfs* const vfs = the_disk->real();
  const int code = vfs->xOpen(vfs, name, real(file), flags, flags_out);
  file->pMethods = nullptr;
  if (real(file)->pMethods == nullptr) return code;
  auto* const own = new (file) File{};
  own->methods = *real(file)->pMethods;
  own->methods.xClose = pass<&Methods::xClose>;
  own->methods.xRead = pass<&Methods::xRead, void*, int, sqlite3_int64>;
  own->methods.xWrite = write;
  own->methods.xTruncate = pass<&Methods::xTruncate, sqlite3_int64>;
  own->methods.xSync = sync;
  own->methods.xFileSize = pass<&Methods::xFileSize, sqlite3_int64*>;
  own->methods.xLock = pass<&Methods::xLock, int>;
  own->methods.xUnlock = pass<&Methods::xUnlock, int>;
  own->methods.xCheckReservedLock = pass<&Methods::xCheckReservedLock, int*>;
  own->methods.xFileControl = pass<&Methods::xFileControl, int, void*>;
  own->methods.xSectorSize = pass<&Methods::xSectorSize>;
  own->methods.xDeviceCharacteristics = pass<&Methods::xDeviceCharacteristics>;
  own->methods.xShmMap = pass<&Methods::xShmMap, int, int, int, void volatile**>;
  own->methods.xShmLock = pass<&Methods::xShmLock, int, int, int>;
  own->methods.xShmBarrier = pass<&Methods::xShmBarrier>;
  own->methods.xShmUnmap = pass<&Methods::xShmUnmap, int>;
  own->methods.xFetch = pass<&Methods::xFetch, sqlite3_int64, int, void**>;
  own->methods.xUnfetch = pass<&Methods::xUnfetch, sqlite3_int64, void*>;
  own->base.pMethods = &own->methods;
  return code;
}

}  // namespace

FaultyDisk::FaultyDisk() : real_(sqlite3_vfs_find(nullptr)) {
  the_disk = this;
  own_ = *real_;
  own_.zName = "faulty";
  own_.szOsFile = static_cast<int>(kFileSize) + real_->szOsFile;
  own_.pNext = nullptr;
  own_.xOpen = open;
  EXPECT_EQ(sqlite3_vfs_register(&own_, 1), SQLITE_OK);
}

FaultyDisk::~FaultyDisk() {
  sqlite3_vfs_unregister(&own_);
  sqlite3_vfs_register(real_, 1);
  the_disk = nullptr;
}

}  // namespace fairlead::store_sqlite
